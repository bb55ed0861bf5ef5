// Caches in front of a server whose handlers do not think of them: whatever a handler responds, the cookie of one
// person is never sent to another.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { HOSTILE_RESPONSES } from "./hostile.mjs";
import { freePort, responds } from "./loopback.js";
import { ask } from "./rendered/ask.mjs";
import { Cache } from "./rendered/cache.mjs";
import { serve } from "./rendered/server.mjs";
import { Wix } from "./rendered/wix.mjs";

let wix, server;
before(async () => {
  wix = await Wix.create(process.env.API, {});
  server = await serve(["node", "server.mjs"], { WIX_CLIENT_ID: wix.clientId, WIX_ORIGIN: wix.api });
});
after(() => server?.end());

/** nginx as a CDN that is set up carelessly: it stores responses with Set-Cookie, and for a minute what says nothing. */
async function nginx(target) {
  const folder = await mkdtemp(join(tmpdir(), "nginx-"));
  const port = await freePort();
  await writeFile(join(folder, "nginx.conf"), `
user root; daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1;
events {}
http {
  access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  proxy_cache_path ${folder}/cache keys_zone=all:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${target}; proxy_http_version 1.1; proxy_set_header Host $host:$server_port;
      proxy_cache all; proxy_cache_key $uri; proxy_ignore_headers Set-Cookie; proxy_cache_valid any 1m;
      proxy_cache_revalidate on; proxy_cache_background_update on; proxy_cache_use_stale updating error timeout;
      add_header X-Cache $upstream_cache_status always;
    }
  }
}`);
  const child = spawn(process.env.NGINX, ["-c", join(folder, "nginx.conf"), "-p", folder], { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.on("data", (text) => log += text);
  const exited = once(child, "exit");
  const origin = `http://127.0.0.1:${port}`;
  await responds(child, `${origin}/about`, () => log);
  const end = async () => {
    child.kill("SIGQUIT");
    await exited;
    await rm(folder, { recursive: true });
  };
  return { origin, end, isHit: ({ headers }) => headers["x-cache"] === "HIT" };
}

async function greedy(target) {
  const cache = await Cache.start(target);
  return { origin: cache.origin, end: () => cache.end(), isHit: () => cache.hits.length > 0 };
}

for (const [name, start] of [["the greediest cache of RFC 9111", greedy], ["nginx, which stores cookies as well", nginx]]) {
  test(`Behind ${name} nobody is sent the cookie of another, whatever handlers respond`, async (context) => {
    const cache = await start(server.origin);
    context.after(cache.end);
    let hits = 0;
    for (const [path] of HOSTILE_RESPONSES.map(([name]) => [`/hostile/${name}`])) {
      await context.test(path, async () => {
        // Cookies are due for everybody: people with a session that has expired, and people without one.
        const people = [...await Promise.all(["visitor", "member", "visitor"].map((role) => wix.expired(role))), "", ""];
        const owners = new Map();
        for (let round = 0; round < 2; round++) {
          for (const [person, cookie] of people.entries()) {
            for (const [method, further] of [["GET", {}], ["HEAD", {}], ["GET", { "if-none-match": '"one"' }]]) {
              const response = await ask(cache.origin, path, { method, headers: { ...(cookie && { cookie }), ...further } });
              if (cache.isHit(response)) hits += 1;
              for (const set of response.setCookies) {
                const owner = owners.get(set.split(";")[0]) ?? person;
                assert.equal(owner, person, `${method} ${path}: sent to person ${person}`);
                owners.set(set.split(";")[0], person);
              }
            }
          }
          // Its second is over in the second round.
          if (round === 0 && path === "/hostile/etag") await new Promise((done) => setTimeout(done, 1100));
        }
      });
    }
    assert.ok(hits > 20, `what is for everybody is stored: ${hits} hits`);
  });
}
