// The same request through fetch and through fetchWithAuth: what the server saw and what came
// back must be the same, but for the token.
import { equal, ok } from "./assert.js";
import { client, echo, site } from "./world.js";

/**
 * `make(url)` gives the arguments, made anew for each of the two. Only what is compared is
 * returned: what the server saw and what came back.
 */
export async function alike(make, { at = site, query = "", what = "what fetch does", signed = true } = {}) {
  const auth = (await shared).auth();
  // Other origins take any header and method from a page only when asked to.
  const address = () => echo(at, at === site ? query : `${query === "" ? "?" : `${query}&`}cors=any`);
  const native = await outcome(fetch, make, address());
  const ours = await outcome(auth.fetchWithAuth, make, address());
  const authorization = ours.saw?.headers.authorization;
  if (ours.saw && signed) ok(authorization?.startsWith("OauthNG."), `${what}: signed, got ${authorization}`);
  for (const it of [native, ours]) delete it.saw?.headers.authorization;
  equal(ours, native, what);
  return ours;
}

const shared = client();

async function outcome(call, make, url) {
  const id = new URL(url).pathname.split("/").pop();
  const blank = (text) => text.replaceAll(id, "ID");
  let response;
  try {
    response = await call(...(await make(url)));
  } catch (error) {
    return { rejected: error?.name ?? String(error) };
  }
  const { status, statusText, ok: fine, type, redirected } = response;
  const base = { status, statusText, fine, type, redirected, url: blank(response.url) };
  if (!response.headers.get("content-type")?.includes("json")) return base;
  return { ...base, saw: seen(await response.json(), blank) };
}

function seen({ method, url, headers, bodyBase64 }, blank) {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !VARYING.has(name)));
  const boundary = /boundary=(.*)$/.exec(kept["content-type"] ?? "")?.[1];
  const body = boundary ? btoa(atob(bodyBase64).replaceAll(boundary, "BOUNDARY")) : bodyBase64;
  if (boundary) {
    kept["content-type"] = kept["content-type"].replace(boundary, "BOUNDARY");
    // Boundaries of one engine may differ in length.
    delete kept["content-length"];
  }
  const text = Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, blank(value)]));
  return { method, url: blank(url), headers: text, body };
}

// Of the connection, not of the request.
const VARYING = new Set(["connection"]);
