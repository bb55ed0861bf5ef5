// What is for servers is nothing for a page.
import { equal, ok, reason } from "../assert.js";
import { test } from "../runner.js";

const FILES = { "backend.js": "backend", "backend-page.js": "backend", "server.js": "server" };

for (const [file, entry] of Object.entries(FILES)) {
  const SENTENCE = new RegExp(`^fetch-with-auth/${entry} is for servers only, because it holds secrets\\.`);

  test(`Imported in a page, what is for servers says so: ${file}`, async () => {
    const error = await reason(import(`/fetch-with-auth/dist/${file}`));
    ok(SENTENCE.test(error.message), `its sentence, got ${error.message}`);
  });

  test(`Imported in a module worker, what is for servers says so: ${file}`, async ({ after }) => {
    // The policy of this page asks for it, where the engine knows of it.
    const url = "/pages/backend/inside-worker.js";
    const policy = globalThis.trustedTypes?.createPolicy("backend", { createScriptURL: (it) => it });
    const worker = new Worker(policy?.createScriptURL(url) ?? url, { type: "module" });
    after(() => worker.terminate());
    const results = await new Promise((done, failed) => {
      worker.onmessage = ({ data }) => done(data);
      worker.onerror = ({ message }) => failed(new Error(`the worker: ${message}`));
      worker.postMessage(file);
    });
    ok(SENTENCE.test(results), `its sentence, got ${results}`);
  });
}

test("No secret of a backend is in what a page loads", async () => {
  const texts = await Promise.all(["index.js", "members.js"].map(async (file) => (await fetch(`/fetch-with-auth/dist/${file}`)).text()));
  equal(texts.filter((text) => /client_credentials|elevat/.test(text)), []);
});
