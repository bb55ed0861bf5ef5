// A cache for everybody in front of a server, as greedy as RFC 9111 lets it be: it stores all that is not forbidden,
// Set-Cookie with it, and where a response names no lifetime it takes a minute.
import { once } from "node:events";
import { createServer } from "node:http";

import { ask } from "./ask.mjs";

const HEURISTIC_S = 60;
// RFC 9110 §15.1.
const HEURISTICALLY_CACHEABLE = [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501];
const HOP_BY_HOP = ["connection", "keep-alive", "transfer-encoding", "content-length", "date"];

export class Cache {
  hits = [];
  #stored = new Map();

  static async start(target) {
    const cache = new Cache();
    cache.server = createServer((request, response) => cache.#answer(target, request, response)).listen(0, "127.0.0.1");
    await once(cache.server, "listening");
    cache.origin = `http://127.0.0.1:${cache.server.address().port}`;
    return cache;
  }

  end() {
    this.server.close();
    this.server.closeAllConnections();
  }

  async #answer(target, request, response) {
    const { method, url, headers } = request;
    const found = ["GET", "HEAD"].includes(method) && (this.#stored.get(url) ?? []).find((entry) => matches(entry, headers));
    const kept = found && await this.#kept(found, target, url, headers);
    if (kept) this.hits.push(url);
    const answer = kept ? kept : await ask(target, url, { method, headers });
    if (!kept && method === "GET") this.#store(url, headers, answer);
    for (const [name, value] of Object.entries(answer.headers)) if (!HOP_BY_HOP.includes(name)) response.setHeader(name, value);
    const { etag } = answer.headers;
    const isKnown = etag !== undefined && headers["if-none-match"] === etag;
    response.writeHead(isKnown ? 304 : answer.status).end(method === "HEAD" || isKnown ? undefined : answer.body);
  }

  /** What is stored, if it is fresh, may be served stale meanwhile, or the server says that it is still the same. */
  async #kept(entry, target, url, headers) {
    const { control } = entry;
    const age = (Date.now() - entry.at) / 1000;
    if (!("no-cache" in control)) {
      if (age < entry.lifetime) return entry;
      if (age < entry.lifetime + Number(control["stale-while-revalidate"] ?? 0)) return entry;
    }
    const { etag } = entry.headers;
    if (!etag) return;
    const again = await ask(target, url, { headers: { ...headers, "if-none-match": etag } });
    if (again.status !== 304) return void this.#store(url, headers, again);
    // §3.2: its headers replace those that are stored.
    Object.assign(entry.headers, again.headers);
    entry.at = Date.now();
    return entry;
  }

  /** §3. */
  #store(url, headers, answer) {
    const control = directives(answer.headers["cache-control"]);
    const lifetime = lifetimeOf(control, answer);
    if ("no-store" in control || "private" in control || lifetime === undefined) return;
    const vary = (answer.headers.vary ?? "").toLowerCase().split(",").map((name) => name.trim()).filter(Boolean);
    if (vary.includes("*") || (headers.authorization && !("public" in control || "s-maxage" in control))) return;
    const entry = { ...answer, at: Date.now(), control, lifetime, varied: vary.map((name) => [name, headers[name]]) };
    const others = (this.#stored.get(url) ?? []).filter((other) => !matches(other, headers));
    this.#stored.set(url, [entry, ...others]);
  }
}

const matches = ({ varied }, headers) => varied.every(([name, value]) => headers[name] === value);

/** Seconds; undefined for what may not be stored. §4.2.1, and headers for caches of this kind (RFC 9213). */
function lifetimeOf(control, { status, headers }) {
  const targeted = directives(headers["cdn-cache-control"]);
  const named = targeted["max-age"] ?? control["s-maxage"] ?? control["max-age"];
  if (named !== undefined) return Number(named);
  return "public" in control || HEURISTICALLY_CACHEABLE.includes(status) ? HEURISTIC_S : undefined;
}

function directives(header) {
  const pairs = (header ?? "").toLowerCase().split(",").map((part) => part.trim().split("="));
  return Object.fromEntries(pairs.filter(([name]) => name).map(([name, value = ""]) => [name, value.replaceAll('"', "")]));
}
