// From a request to its Response nothing rejects, whatever is thrown wherever a function of the author's runs.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { promisify } from "node:util";

import { everything } from "./hostile.mjs";
import { request } from "./shop.mjs";

test("Whatever is thrown, wherever a function of the author's runs, becomes a Response, and nothing is left unhandled", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["property.mjs"]);
  const { count, sentences } = JSON.parse(stdout);
  assert.deepEqual(sentences, []);
  assert.ok(count > 3000, `${count} were tried`);
});

test("Behind a plain http.createServer every request is answered, and the process is alive at the end", async () => {
  const server = spawn(process.execPath, ["plain-server.mjs"], { stdio: ["pipe", "pipe", "ignore"] });
  const exited = once(server, "exit");
  const [port] = await once(createInterface(server.stdout), "line");
  // Every fifth: each value, and each place, several times.
  const all = [...everything()];
  const headers = Object.fromEntries(request().headers);
  for (let number = 0; number < all.length; number += 5) {
    const answer = await fetch(`http://127.0.0.1:${port}/${number}`, { method: "POST", body: "[]", headers })
      .then(async (answer) => (await answer.text().catch(() => {}), answer.status), (error) => `${error.cause ?? error}`);
    assert.equal(typeof answer, "number", `${all[number].sentence}: ${answer}`);
  }
  server.stdin.end();
  assert.deepEqual(await exited, [0, null]);
});
