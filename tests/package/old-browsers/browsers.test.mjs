// The oldest Chromium that the registry has above the declared limit, and one below it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { reportOf } from "./browser.mjs";

const skip = process.platform === "linux" && process.arch === "x64" ? false : "its programs are for Linux on x64";
const OLDEST = 98;

test("The oldest Chromium of the registry that is supported signs calls, and loads the rest on demand", { skip }, async () => {
  const { version, refusesBytes, ...report } = await reportOf("@sparticuz/chrome-aws-lambda");
  assert.ok(version >= OLDEST && version < 115, `${version}`);
  assert.deepEqual(report, { signed: { value: { authorization: "a-visitor" } }, state: "visitor", onDemand: { value: "VISITOR" } });
  assert.ok(refusesBytes, "it compiles more than 4 kB at once");
});

test("One that is too old says so: load_failed names the oldest that is supported", { skip }, async () => {
  const { version, signed, onDemand } = await reportOf("chrome-aws-lambda");
  assert.ok(version < OLDEST, `${version}`);
  for (const { code, message } of [signed, onDemand]) {
    assert.equal(code, "load_failed");
    assert.match(message, new RegExp(`Chromium ${OLDEST}, Firefox \\d+, Safari [\\d.]+`));
  }
});
