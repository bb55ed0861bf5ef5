// On Workers: bundled as wrangler does it, and run by workerd.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";

import * as esbuild from "esbuild";

import { freePort, responds } from "./loopback.js";
import { SIGNERS, claims, domainEvent, jwt, publicKey } from "./sign.mjs";

async function start() {
  await esbuild.build({
    entryPoints: ["worker.mjs"], bundle: true, format: "esm", conditions: ["workerd", "worker", "browser"], external: ["node:*"],
    // A module is a file beside the script.
    loader: { ".wasm": "copy" }, assetNames: "[name]", outfile: "worker.js", logLevel: "error",
  });
  await writeFile("key.pem", publicKey);
  const port = await freePort();
  await writeFile("worker.capnp", `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = (
        modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "backend.wasm", wasm = embed "backend.wasm")],
        compatibilityDate = "2026-11-01", compatibilityFlags = ["nodejs_als"],
        bindings = [(name = "PUBLIC_KEY", text = embed "key.pem")],
      ))],
      sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
    );`);
  const child = spawn("node_modules/@cloudflare/workerd-linux-64/bin/workerd", ["serve", "worker.capnp"], { stdio: "inherit" });
  const url = `http://127.0.0.1:${port}/`;
  await responds(child, url).catch((error) => {
    child.kill();
    throw error;
  });
  return { url, child };
}

test("A Worker handles what Wix has signed, once and as the app, and nothing else", async () => {
  const { url, child } = await start();
  try {
    const send = async (body) => (await fetch(url, { method: "POST", body })).status;
    const payload = domainEvent();
    const sent = jwt(claims({}, { payload }));
    assert.deepEqual([await send(sent), await send(sent)], [200, 200]);
    const bad = [
      jwt(claims(), { sign: SIGNERS.other }), jwt(claims(), { header: { alg: "none" }, sign: () => "AA" }), jwt(claims(), { header: { alg: "HS256" }, sign: SIGNERS.hmac(publicKey) }),
      jwt(claims({ exp: 1 })), jwt(claims({}, { instanceId: "other" })), "hello", "",
    ];
    for (const body of bad) assert.equal(await send(body), 403);
    assert.equal(await send("x".repeat(1_000_001)), 413);
    assert.deepEqual(await (await fetch(url)).json(), [[payload.id, "app-token", "function"]]);
  } finally {
    child.kill();
  }
});
