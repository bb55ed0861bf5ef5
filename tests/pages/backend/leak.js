// The app's token, asked for from the page: Wix echoes what it is sent, and nobody gets to see it.
import { equal, ok } from "../assert.js";
import { key, said, test } from "./backend.js";

const own = key();
const MODES = {
  token: [{}, {}, "OauthNG.JWS."],
  "API key": [own.settings, { ...own.options, appSecret: null }, own.apiKey],
};

/** Whatever arrives of an answer, whether it ends well or not. */
async function arrived(mine, path, token) {
  const answer = await fetch(mine.base + path, { method: "POST", headers: { authorization: token } }).catch(() => undefined);
  if (!answer) return { status: 0, text: "", headers: "" };
  let text = "";
  const decoder = new TextDecoder("latin1");
  try {
    for (const reader = answer.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value);
    }
  } catch {}
  return { status: answer.status, text, headers: JSON.stringify([...answer.headers]) };
}

for (const [what, [settings, options, secret]] of Object.entries(MODES)) {
  for (const method of ["leaks", "complains"]) {
    test(`The app's ${what} in what a web method says becomes internal: ${method}`, async ({ backend }) => {
      const mine = await backend(settings, options);
      const { status, code, text } = await mine.call(`/api/shop/${method}`, await mine.token("visitor"));
      equal([status, code, text.includes(secret)], [500, "internal", false]);
      equal(await mine.failures(), ["token_in_answer"]);
    });
  }

  test(`The app's ${what} in an error that a handler throws is kept from the log`, async ({ backend }) => {
    const mine = await backend(settings, options);
    const { status, code } = await mine.call("/endpoint/breaks-with-it", await mine.token("visitor"));
    equal([status, code, await mine.failures()], [500, "internal", ["token_in_answer"]]);
  });

  for (const path of ["leaks", "leaks-slowly", "leaks-encoded", "leaks-in-a-header", "throws"]) {
    test(`The app's ${what} does not arrive at a page: ${path}`, async ({ backend }) => {
      const mine = await backend(settings, options);
      const { text, headers } = await arrived(mine, `/endpoint/${path}`, await mine.token("member"));
      ok(!text.includes(secret), `no secret in the body ${text}`);
      ok(!headers.includes(secret), `no secret in the headers ${headers}`);
    });
  }
}

test("What fails within the server is reported as internal, without a word of it", async ({ backend }) => {
  const mine = await backend();
  const auth = mine.auth();
  equal(await said(mine.shop(auth).breaks()), ["internal", 500]);
  equal(await said(mine.shop(auth).circular()), ["internal", 500]);
  const answer = await auth.fetchWithAuth(`${mine.base}/endpoint/breaks`, { method: "POST" });
  equal(await answer.json(), { error: { code: "internal", message: "Internal error." } });
  equal((await mine.events()).filter(({ type }) => type === "failed").length, 3);
});

test("What cannot even be printed becomes internal, and the backend goes on", async ({ backend }) => {
  const mine = await backend();
  const auth = mine.auth();
  const all = ["an object without a prototype", "a symbol", "what converts to nothing", "an error without a stack", "an error with a cause that is none", "a revoked proxy"];
  for (const what of all) equal(await said(mine.shop(auth).throws(what)), ["internal", 500], what);
  equal((await mine.events()).filter(({ type }) => type === "failed").length, all.length);
  equal(await mine.shop(auth).echo("on"), ["on"]);
});
