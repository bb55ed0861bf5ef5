// The declarations use names of the platform, like Request. Whatever declares them, TypeScript's own libraries, Node's
// types or those of Workers: one is enough, and nothing is skipped.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";

const { exports } = JSON.parse(readFileSync("node_modules/fetch-with-auth/package.json", "utf8"));
// Those of a framework need its types as well: see tests/package/bindings.
const FRAMEWORKS = ["./react", "./svelte", "./vue"];
const ENTRIES = Object.entries(exports).filter(([entry, { types }]) => types && !FRAMEWORKS.includes(entry)).map(([entry]) => `fetch-with-auth${entry.slice(1)}`);

const PLATFORMS = {
  "the library dom": { lib: ["es2022", "dom"], types: [] },
  "the library webworker": { lib: ["es2022", "webworker"], types: [] },
  "@types/node": { lib: ["es2022"], types: ["node"] },
  "@cloudflare/workers-types": { lib: ["es2022"], types: ["@cloudflare/workers-types"] },
};

const folder = mkdtempSync("platforms-");
after(() => rmSync(folder, { recursive: true }));
writeFileSync(`${folder}/all.ts`, ENTRIES.map((entry, n) => `import * as entry${n} from "${entry}";\nexport { entry${n} };\n`).join(""));

for (const [platform, settings] of Object.entries(PLATFORMS)) {
  test(`Every entry compiles with ${platform}`, () => {
    assert.ok(ENTRIES.length > 6, ENTRIES.join());
    const project = `${folder}/tsconfig.json`;
    const compilerOptions = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, target: "es2022", module: "esnext", moduleResolution: "bundler", ...settings };
    writeFileSync(project, JSON.stringify({ compilerOptions, files: ["all.ts"] }));
    const { status, stdout } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", project], { encoding: "utf8" });
    assert.equal(stdout, "");
    assert.equal(status, 0);
  });
}
