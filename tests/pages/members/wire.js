// A fetch for options.fetch that remembers what went over the wire, and may change it.

export function wire(change) {
  const log = [];
  const own = fetch.bind(globalThis);
  const tapped = async (input, init = {}) => {
    const entry = { url: String(input.url ?? input), body: text(init.body), authorization: new Headers(init.headers ?? input.headers).get("authorization"), method: init.method ?? input.method ?? "GET" };
    log.push(entry);
    const changed = change?.(entry);
    const answer = await own(input, changed ? { ...init, body: changed } : init);
    entry.status = answer.status;
    entry.answer = await answer.clone().text();
    return answer;
  };
  const to = (path) => log.filter(({ url }) => new URL(url).pathname === path);
  return Object.assign(tapped, {
    log,
    to,
    tokens: (grant) => to("/oauth2/token").map(({ body }) => Object.fromEntries(new URLSearchParams(body))).filter(({ grant_type }) => !grant || grant_type === grant),
    /** The authorization requests, as redirect sessions carry them. */
    asked: () => to("/_api/redirects-api/v1/redirect-session").map(({ body }) => JSON.parse(body)).filter(({ auth }) => auth).map(({ auth }) => auth.authRequest),
  });
}

export async function challenge(verifier) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return btoa(String.fromCharCode(...new Uint8Array(hash))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const text = (body) => (body instanceof URLSearchParams ? body.toString() : typeof body === "string" ? body : undefined);
