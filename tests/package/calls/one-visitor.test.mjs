// configure() where many users may be: it says that they would all be one visitor.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const said = (before, after) => spawnSync(process.execPath, ["--input-type=module", "--eval", `${before}
const { configure, createAuth } = await import("fetch-with-auth");
const options = { clientId: "client" };
${after}
process.exit()`], { encoding: "utf8" }).stderr;

const SENTENCE = "fetch-with-auth: configure() on a server makes all users one visitor. Call createAuth() for each request.\n";

test("On a server, the first configure() warns of the one visitor that all users would be, and names the way for each request", () => {
  assert.equal(said("", "configure(options); configure(options)"), SENTENCE);
});

test("createAuth() does not, nor does a configure() that fails", () => {
  assert.equal(said("", "createAuth(options); try { configure({}) } catch {}"), "");
});

const ELSEWHERE = {
  "a test environment with a document": "globalThis.document = {}",
  "Electron": "Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '39.0.0' } })",
  "a page, or a worker of one": "Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Mozilla/5.0' } }); globalThis.process.type = 'renderer'",
};

for (const [where, before] of Object.entries(ELSEWHERE)) {
  test(`In ${where}, configure() does not warn`, () => assert.equal(said(before, "configure(options)"), ""));
}
