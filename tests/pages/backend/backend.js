// A client with a backend of its own behind the site's origin, and tests that look into its log at their end.
import { equal } from "../assert.js";
import * as runner from "../runner.js";
import { client, control, product, site } from "../world.js";

/** As the runner's, and `backend` makes one whose log must have no secret when the test ends. */
export const test = (sentence, run) => runner.test(sentence, guarded(run));
export const beside = (sentence, run) => runner.beside(sentence, guarded(run));

const guarded = (run) => async (t) => {
  const made = [];
  const backend = async (settings, options) => {
    const mine = await open(settings, options);
    made.push(mine);
    return mine;
  };
  await run({ ...t, backend });
  for (const mine of made) {
    const results = JSON.stringify(await mine.events());
    const secrets = ["JWS.", "stand-in-app-secret", ...mine.keys].filter((secret) => results.includes(secret));
    equal(secrets, [], "what the log has");
  }
};

async function open(settings = {}, options = {}) {
  const mine = await client(settings);
  const base = `${site}/backend/${mine.id}`;
  const string = async (name, body) => (await fetch(`${base}/_${name}`, body && { method: "POST", body: JSON.stringify(body) })).json();
  const { runtime } = await string("options", options);
  return Object.assign(mine, {
    runtime,
    base,
    keys: settings.apiKeys ?? [],
    events: () => string("events"),
    /** What the backend asked Wix: path, Authorization, and the token in question. */
    asked: () => string("asked"),
    together: (requests) => string("together", requests),
    stream: (request) => string("stream", request),
    outside: (...given) => string("outside", given),
    /** A token set of a kind, by hand, and whose it is. */
    mint: (kind) => control("POST", `/clients/${mine.id}/${kind}`),
    token: async (kind) => (await mine.mint(kind)).access_token,
    /** The web methods, signed as the person of this instance. */
    shop: (auth) => product.webMethods(`${base}/api/shop`, auth),
    /** The codes of what failed, as the log has them. */
    failures: async () => (await mine.events()).filter(({ type }) => type === "failed").map(({ error }) => error.code),
    changes: async () => (await mine.seen()).inventoryChanges.map(({ subject }) => subject),
    /** How often a grant was asked for. */
    grant: async (name) => (await mine.seen()).tokenRequests[name] ?? 0,
    /** The response of the backend to a request by hand: the status, the challenge and the body. */
    async call(path, token, { method = "POST", type = "application/json", body = "[]", ...init } = {}) {
      const headers = { ...(type && { "content-type": type }), ...(token && { authorization: token }) };
      const answer = await fetch(base + path, { method, headers, ...(!/GET|HEAD/.test(method) && { body }), ...init });
      const text = await answer.text();
      let json;
      try {
        json = JSON.parse(text);
      } catch {}
      const header = (name) => answer.headers.get(name);
      return { status: answer.status, challenge: header("www-authenticate"), header, json, text, code: json?.error?.code };
    },
  });
}

/** What makes a client of the stand-in, and its backend, know an API key that nobody else has. */
export function key() {
  const [apiKey, siteId] = [`key-${crypto.randomUUID()}`, crypto.randomUUID()];
  return { apiKey, settings: { apiKeys: [apiKey], siteId }, options: { apiKey, siteId } };
}

/** The WebMethodError that a promise rejects with: its code and its status. */
export async function said(promise) {
  const error = await promise.then((value) => new Error(`not rejected, but ${JSON.stringify(value)}`), (reason) => reason);
  if (!(error instanceof product.WebMethodError)) throw error;
  return [error.code, error.status];
}
