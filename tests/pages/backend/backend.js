// A client with a backend of its own behind the site's origin, and somebody of each kind.
import { client, control, product, site } from "../world.js";

export async function app(settings = {}, options = {}) {
  const mine = await client(settings);
  const base = `${site}/backend/${mine.id}`;
  const request = (path, init) => fetch(`${base}${path}`, init);
  await request("/_options", { method: "POST", body: JSON.stringify(options) });
  return Object.assign(mine, {
    base,
    /** A token of each kind, by hand. */
    token: async (kind) => (await control("POST", `/clients/${mine.id}/${kind}`)).access_token,
    /** The web methods, signed as whoever this instance speaks for. */
    shop: (auth) => product.webMethods(`${base}/api/shop`, auth),
    /** An instance that speaks with a token given by hand. */
    as: (token) => product.createAuth({ accessToken: () => token, audience: [site] }),
    /** What the backend was told, by hand: the status, the challenge and the body. */
    async call(path, token, { method = "POST", type = "application/json", body = "[]", ...init } = {}) {
      const headers = { ...(type && { "content-type": type }), ...(token && { authorization: token }) };
      const answer = await request(path, { method, headers, ...(method === "GET" || method === "HEAD" ? {} : { body }), ...init });
      const text = await answer.text();
      let json;
      try {
        json = JSON.parse(text);
      } catch {}
      return { status: answer.status, challenge: answer.headers.get("www-authenticate"), json, text };
    },
    events: async () => (await request("/_events")).json(),
  });
}
