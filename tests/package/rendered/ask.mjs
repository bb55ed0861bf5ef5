// Requests as a browser sends them, one by one.
import { Agent, request } from "node:http";
import { after } from "node:test";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
after(() => agent.destroy());

/** A person's navigation, unless the headers say otherwise. Rejects if the connection ends without a response. */
export function ask(origin, path, { method = "GET", headers = {}, signal } = {}) {
  const { hostname, port } = new URL(origin);
  const person = { "user-agent": CHROME, accept: "text/html,*/*", "sec-fetch-dest": "document", "sec-fetch-mode": "navigate", "sec-fetch-site": "none" };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: { ...person, ...headers }, agent, signal }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text) => body += text);
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, setCookies: response.headers["set-cookie"] ?? [], body }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** What the server has rendered into an output. Frameworks put comments around texts. */
export function outputIn(body, name) {
  return new RegExp(`<output[^>]* id="?${name}"?[^>]*>([^<]*)`).exec(body.replace(/<!--.*?-->/gs, ""))?.[1];
}

/** The header Cookie of a browser that had `cookie`, and was sent these. */
export function cookieAfter(cookie, setCookies) {
  const cookies = new Map((cookie ?? "").split("; ").filter(Boolean).map((pair) => [pair.slice(0, pair.indexOf("=")), pair]));
  for (const text of setCookies) {
    const pair = text.split(";")[0];
    const name = pair.slice(0, pair.indexOf("="));
    if (/; *max-age=0/i.test(text)) cookies.delete(name);
    else cookies.set(name, pair);
  }
  return [...cookies.values()].join("; ");
}
