// The Wix API, a backend and a stranger on this machine; and all that they received.
import { listen } from "./loopback.js";

export const received = [];

/** Serves until the tests have ended. Of requests to /refuse the token is refused once. */
async function serve() {
  return listen(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { method, url, headers, rawHeaders } = request;
    const saw = { method, url, headers, body, names: rawHeaders.filter((_, index) => index % 2 === 0) };
    received.push(saw);
    const refused = url === "/refuse" && headers.authorization === "old";
    response.writeHead(refused ? 401 : 200, { "content-type": "application/json", ...(refused && { "www-authenticate": 'Bearer error="invalid_token"' }) });
    response.end(JSON.stringify(saw));
  });
}

export const [api, backend, foreign] = await Promise.all([serve(), serve(), serve()]);
