// Everything hostile behind a server that handles no error: /7 is the seventh. Ends with its input.
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

import { everything } from "./hostile.mjs";

const all = [...everything()];

const server = createServer(async (incoming, outgoing) => {
  const { method, headers, url } = incoming;
  const body = await buffer(incoming);
  const response = await all[Number(url.slice(1))].prepare()(new Request(`http://shop.example/api/shop/method`, { method, headers, body }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  // That a body may fail is what any server has to expect.
  try {
    for await (const chunk of response.body ?? []) outgoing.write(chunk);
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
}).listen(0, "127.0.0.1", () => console.log(server.address().port));

process.stdin.resume().on("end", () => process.exit());
