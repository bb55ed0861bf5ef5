// A Worker that counts what its webhook handles, and as whom it acts.
import { createBackend, fetchWithAuth } from "fetch-with-auth/backend";

const handled = [];
let receive;
const fetch = async (input, init) => {
  const request = new Request(input, init);
  if (new URL(request.url).pathname === "/oauth2/token") return Response.json({ access_token: "app-token", expires_in: 14400 });
  return Response.json(request.headers.get("authorization"));
};

export default {
  async fetch(request, { PUBLIC_KEY }, context) {
    if (request.method === "GET") return Response.json(handled);
    const backend = () => createBackend({ appId: "app", appSecret: "secret", instanceId: "instance", publicKey: PUBLIC_KEY, fetch });
    receive ??= backend().webhook(async ({ payload }, { waitUntil }) => {
      handled.push([payload.id, await (await fetchWithAuth("https://www.wixapis.com/x")).json(), typeof waitUntil]);
    });
    return receive(request, context);
  },
};
