import { refusalOf } from "./guard.js";
import { openedAt } from "./listener.js";

/** A handler of one origin's requests; `pageOf` has the pages that are not Wix'. */
export function serve(standIn, origin, pageOf) {
  return async (request, response) => {
    const page = refusalOf(request) ?? pageOf?.(request);
    if (page) return response.writeHead(page.status, page.headers).end(page.body);
    try {
      await respond(standIn, origin, request, response);
    } catch (error) {
      // The client has gone, or what it sent is no request.
      if (response.headersSent || request.destroyed) return request.socket.destroy();
      response.writeHead(400, { "content-type": "text/plain; charset=utf-8" }).end(`${error.message}\n`);
    }
  };
}

/** The response of the local Wix to a request to one of its origins: `api`, `wix` or `idp`. */
async function respond(standIn, origin, request, response) {
  const { socket } = request;
  const isKept = used.has(socket) || performance.now() - openedAt.get(socket) > PROMPT_REQUEST_MS;
  used.add(socket);
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const exchange = standIn.exchange(origin, request.method, request.url, request.rawHeaders, Buffer.concat(pieces));
  const cancel = () => exchange.cancel();
  response.once("close", cancel);
  const answer = await exchange.response();
  response.off("close", cancel);
  exchange.free();
  if (!answer) return cut(socket, isKept);
  response.writeHead(answer.status, answer.headers);
  for (let piece; (piece = await answer.next()); ) response.write(piece);
  response.end();
  answer.free();
}

/**
 * Browsers silently repeat a request, a POST too, when a connection that they had kept open ends
 * without a byte: a test would count two requests. After bytes that are no HTTP they do not.
 */
function cut(socket, isKept) {
  if (isKept && !socket.destroyed) socket.write("\0cut\r\n", () => socket.destroy());
  else socket.destroy();
}

/** Connections that have carried a request. */
const used = new WeakSet();

/** A client sends its request this soon after connecting, unless it had connected in advance. */
const PROMPT_REQUEST_MS = 50;
