import { createAuth } from "fetch-with-auth";
import { shop } from "../../shop.js";

// On a server every session belongs to an instance: one for each request here.
export async function GET(request) {
  const api = new URL(request.url).searchParams.get("api");
  const sign = (options) => createAuth({ ...options, storage: "memory" }).fetchWithAuth;
  return new Response(await shop(api, sign).catch((error) => `${error.stack}`));
}
