// The Wix API, a backend and a stranger on this machine; and all that they received.
import { createServer } from "node:http";
import { after } from "node:test";

export const received = [];

/** Serves until the tests have ended. Of requests to /refuse the token is refused once. */
async function serve() {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { method, url, headers, rawHeaders } = request;
    const saw = { method, url, headers, body, names: rawHeaders.filter((_, index) => index % 2 === 0) };
    received.push(saw);
    const refused = url === "/refuse" && headers.authorization === "old";
    response.writeHead(refused ? 401 : 200, { "content-type": "application/json", ...(refused && { "www-authenticate": 'Bearer error="invalid_token"' }) });
    response.end(JSON.stringify(saw));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  after(() => (server.close(), server.closeAllConnections()));
  return `http://127.0.0.1:${server.address().port}`;
}

export const [api, backend, foreign] = await Promise.all([serve(), serve(), serve()]);
