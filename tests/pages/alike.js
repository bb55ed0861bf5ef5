// The same request through fetch and through fetchWithAuth: what the server saw and what was
// returned must be the same, but for the token.
import { equal, ok } from "./assert.js";
import { client, echo, site } from "./world.js";

/**
 * `make(url)` gives the arguments, made anew for each of the two. Only what is compared is
 * returned: what the server saw and the response.
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
  if (ours.saw && native.saw) sameBytes(ours.saw.body, native.saw.body, what);
  if (ours.saw) ours.saw.headerNames = ours.saw.headerNames.filter((name) => name.toLowerCase() !== "authorization");
  for (const it of [native, ours]) if (it.saw) it.saw.body = await digest(it.saw.body);
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
  const text = await response.text();
  if (!response.headers.get("content-type")?.includes("json") || text === "") return { ...base, size: text.length };
  return { ...base, saw: await seen(JSON.parse(text), blank) };
}

async function seen({ method, url, headers, headerNames, bodyBase64 }, blank) {
  const { type, boundary, text } = unbounded(headers["content-type"], atob(bodyBase64));
  const kept = Object.entries({ ...headers, ...(type && { "content-type": type }) })
    // Boundaries of one engine may differ in length.
    .filter(([name]) => name !== "connection" && !(boundary && name === "content-length"))
    .map(([name, value]) => [name, blank(value)]);
  return { method, url: blank(url), headers: Object.fromEntries(kept), headerNames: [...headerNames].sort(), length: text.length, body: text };
}

// Where two bodies differ says more than that they do.
function sameBytes(ours, native, what) {
  if (ours === native) return;
  let start = 0;
  while (start < ours.length && ours[start] === native[start]) start += 1;
  let end = 0;
  while (end < ours.length - start && ours.at(-1 - end) === native.at(-1 - end)) end += 1;
  const part = (text) => `${text.length} bytes with ${JSON.stringify(text.slice(start, Math.min(start + 80, text.length - end)))}`;
  throw new Error(`${what}: from byte ${start} until ${end} before the end, expected ${part(native)}, got ${part(ours)}`);
}

/** A multipart body without the words that the browser drew for it. */
export function unbounded(type, body) {
  const boundary = /^--(-*\w+)\r\n/.exec(body)?.[1];
  return boundary
    ? { type: type?.replace(boundary, "BOUNDARY"), text: body.replaceAll(boundary, "BOUNDARY"), boundary }
    : { type, text: body };
}

async function digest(text) {
  const hash = await crypto.subtle.digest("SHA-256", Uint8Array.from(text, (it) => it.charCodeAt(0)));
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
