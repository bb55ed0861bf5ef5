// What verifies webhooks is a file of its own, which loads with the first of them.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { jwt, post, publicKey } from "./sign.mjs";
import { request } from "./wix.mjs";

const fetch = async () => Response.json({ active: true, subjectType: "MEMBER", subjectId: "ann", exp: 4e9, clientId: "app", instanceId: "instance" });

test("A backend without webhooks runs without what verifies them, and one whose file comes late handles the next", async () => {
  const copy = await mkdtemp("copy-");
  try {
    await cp("node_modules/fetch-with-auth/", copy, { recursive: true });
    const file = `${copy}/dist/webhook.js`;
    await rename(file, `${file}.away`);
    const { createBackend } = await import(pathToFileURL(`${copy}/dist/backend.js`));
    const events = [];
    const backend = createBackend({ appId: "app", instanceId: "instance", publicKey, fetch, log: (event) => void events.push(event) });
    const ask = backend.api("SiteMember", () => new Response("member"));
    assert.equal(await (await ask(request())).text(), "member");
    let count = 0;
    const receive = backend.webhook(() => count++);
    assert.equal((await receive(post(jwt()))).status, 500);
    assert.match(events.at(-1).error.message, /webhook\.js/);
    await rename(`${file}.away`, file);
    assert.equal((await receive(post(jwt()))).status, 200);
    assert.equal(count, 1);
  } finally {
    await rm(copy, { recursive: true });
  }
});

test("The licence of the library that is in it is in it", async () => {
  const text = await readFile("node_modules/fetch-with-auth/dist/webhook.js", "utf8");
  for (const line of ["jose", "The MIT License", "Copyright (c) 2018 Filip Skokan", "Permission is hereby granted", "THE SOFTWARE IS PROVIDED"]) assert.ok(text.slice(0, 2000).includes(line), line);
  assert.doesNotMatch(await readFile("node_modules/fetch-with-auth/dist/backend.js", "utf8"), /JWSSignature|ERR_JWS/);
});
