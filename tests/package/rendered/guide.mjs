// Sections of the package's documents: what their listings say is a project that works.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Browser, engines } from "./browser.mjs";
import { addItem } from "./cart.js";
import { Recorder } from "./recorder.mjs";
import { run, serve } from "./server.mjs";
import { Wix } from "./wix.mjs";

/** The listings of a section, or of a whole document, by the path in the first line of each. */
export function listingsOf(section, document = "rendering.md") {
  const text = readFileSync(new URL(`../node_modules/fetch-with-auth/docs/${document}`, import.meta.url), "utf8");
  const body = section ? text.split(`\n## ${section}\n`)[1]?.split("\n## ")[0] : text;
  assert.ok(body, `no section ${section}`);
  return new Map([...body.matchAll(/```\w+\n((?:\/\/|<!--|---\n\/\/) (\S+).*?)```/gs)].map(([, code, path]) => [path, code]));
}

/**
 * Declares the test of a section: `files` are the project's further ones, and `build`, `start` and `env` as in flow.mjs.
 * The project is the folder `guide`; its bundler replaces the origin of the Wix API by API. `more` are further tests.
 */
export function guide(section, { document = "rendering.md", files, build, start, env, more }) {
  describe(`The listings of ${section ?? "all sections"} in docs/${document}`, () => {
    let wix, server, recorder;

    before(async () => {
      wix = await Wix.create(process.env.API, {});
      const { instanceId } = await wix.change({});
      const all = [...Object.entries(files), ...listingsOf(section, document)];
      for (const [path, code] of all) {
        const file = join("guide", path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, code.replace(/YOUR-(CLIENT|APP)-ID/, wix.clientId).replace("YOUR-INSTANCE-ID", instanceId));
      }
      symlinkSync("../node_modules", "guide/node_modules");
      process.chdir("guide");
      await run(build, env);
      server = await serve(start, env);
      recorder = await Recorder.start(server.origin);
      await wix.change({ allowedRedirectUris: [`${recorder.origin}/session/callback`], allowedRedirectDomains: [recorder.origin] });
    });

    after(async () => {
      recorder?.end();
      await server?.end();
    });

    /** By the page's own button, if it has one. */
    async function addTo(browser) {
      if (await browser.run("return !!document.querySelector('#add')")) {
        await browser.click("#add");
        return browser.until("1", () => browser.run("return document.querySelector('output').textContent"), "the cart of the page");
      }
      const cookie = await browser.run("return document.cookie");
      const { tokens } = JSON.parse(decodeURIComponent(/wixSession=([^;]*)/.exec(cookie)[1]));
      await addItem(wix.signed(tokens.accessToken.value), wix.api);
    }

    test("A visitor has a cart, logs in, and logs out, on a page that the server has rendered", async (context) => {
      await wix.addMember({ email: "ann@example.com", password: "correct horse battery" });
      const browser = await Browser.start(engines[0]);
      context.after(() => browser.end());
      const shows = async (state, items) => {
        const expected = `You are: ${state}. Items in your cart: ${items}.`;
        await browser.until(true, async () => (await browser.run("return document.body.innerText")).includes(expected), expected);
        // Wix adds a parameter to the URL that a logout returns to.
        const { body } = recorder.exchanges.findLast(({ url, headers }) => /^\/(\?|$)/.test(url) && headers["sec-fetch-dest"] === "document");
        assert.ok(plain(body).includes(expected), "the server has rendered the same");
      };
      await browser.open(`${recorder.origin}/`);
      await shows("visitor", 0);
      await addTo(browser);
      await browser.open(`${recorder.origin}/`);
      await shows("visitor", 1);
      await browser.click("a[href^='/session/login']");
      await browser.until(true, () => browser.run("return !!document.querySelector('#email')"), "the login page");
      await browser.type("#email", "ann@example.com");
      await browser.type("#password", "correct horse battery");
      await browser.click("button.first");
      await shows("member", 1);
      await browser.click("form[action='/session/logout'] button");
      await shows("visitor", 1);
    });
    more?.(() => ({ origin: server.origin, wix }));
  });
}

/** What a person reads of a page. */
const plain = (html) => html.replace(/<!--.*?-->|<[^>]*>/gs, "").replace(/\s+/g, " ");
