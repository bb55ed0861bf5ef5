// fetch-with-auth/devtools in every engine, under a strict Content-Security-Policy.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, describe, test } from "node:test";

import { Panel, site } from "./panel.mjs";
import { Browser, engines } from "./rendered/browser.mjs";
import { Wix } from "./rendered/wix.mjs";

const api = process.env.API;
const POLICY = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ${api}; require-trusted-types-for 'script'; trusted-types 'none'`;
const origin = await site(POLICY);
/** axe-core makes style elements of its own. */
const withoutPolicy = await site();

for (const engine of engines) {
  describe(engine, async () => {
    const browser = await Browser.start(engine);
    after(() => browser.end());
    const panel = new Panel(browser);
    const fresh = async (settings = {}, more) => {
      const wix = await Wix.create(api, settings);
      await panel.open(origin, { api, clientId: wix.clientId }, more);
      return wix;
    };
    const products = `${api}/stores/v1/products/query`;
    const query = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };

    test("The first call, its token request and the new visitor are listed", async () => {
      await fresh();
      await panel.shows("State", "empty");
      await panel.shows("Token valid for", "no token");
      await panel.shows("ID", "none");
      assert.equal(await panel.call("/status/200?secret=1#part"), 200);
      await panel.has("GET /status/200: 200");
      assert.deepEqual(await panel.lines(), [["Token request (new visitor): 200"], ["A visitor was created"], ["GET /status/200: 200"]]);
      await panel.shows("State", "visitor");
      assert.match(await panel.row("Token valid for"), /^3 h 59 min \d+ s$/);
      await panel.shows("Calls under way", "0");
      await panel.shows("Wix API", api);
      await panel.shows("Tokens go to", `${origin} ${api}`);
      await panel.shows("Kind", "browser");
      await panel.shows("Health", "works: IndexedDB, shared by all tabs of the origin");
    });

    test("A page that is not shown has its session in the panel, too", async () => {
      await fresh({}, "open&hidden");
      await panel.shows("State", "empty");
    });

    test("An access token that is refused is renewed, which is listed; equal lines are one", async () => {
      await fresh();
      assert.equal(await panel.call(products, query), 200);
      assert.equal(await panel.call(products, query), 200);
      await panel.has("POST " + products + ": 200×2");
      // A new expiry makes the renewal news.
      await panel.press("Short tokens");
      await panel.has("Short tokens: on");
      await panel.press("Refuse the access token");
      await panel.has("Refuse the access token");
      assert.equal(await panel.call(products, query), 200);
      await panel.has("The token was renewed");
      assert.deepEqual((await panel.lines()).slice(-4), [["Refuse the access token"], ["Token request (renewal): 200"], ["The token was renewed"], [`POST ${products}: 200`]]);
    });

    test("A refusal is listed with its reason and what to do: another origin", async () => {
      await fresh();
      assert.equal(await panel.call("https://foreign.example/cart?secret=1"), "foreign_origin");
      const [, reason, advice] = await panel.has("GET https://foreign.example/cart: rejected");
      assert.equal(reason, "foreign_origin: https://foreign.example is not in `audience`: not sent. Add it, or use fetch.");
      assert.match(advice, /add it to the option audience/);
    });

    test("So is a response that refuses the call", async () => {
      await fresh();
      assert.equal(await panel.call("/status/403"), 403);
      const [, reason, advice] = await panel.has("GET /status/403: 403");
      assert.equal(reason, "The server refused it.");
      assert.match(advice, /has no permission/);
    });

    test("A login in another tab is listed, and so is that tab, until it is closed", async () => {
      const wix = await fresh();
      await panel.call("/status/200");
      const member = await wix.tokens("member");
      const first = await browser.window();
      await browser.openWindow();
      const second = await browser.window();
      await panel.open(origin, { api, clientId: wix.clientId });
      await browser.run("return auth.signInWithTokens({ accessToken: arguments[0], refreshToken: arguments[1] })", member.access_token, member.refresh_token);
      await panel.has("signInWithTokens(): done");
      assert.ok((await panel.lines()).some(([text]) => text === "A member signed in"), "here it was done by this tab");
      await browser.turnTo(first);
      await panel.has("A member signed in, in another tab");
      await panel.shows("State", "member");
      const others = () => panel.run(`return [...root.querySelectorAll("ul li")].map((tab) => tab.textContent.replace(", in the background", "")).join()`);
      await browser.until("/: member", others, "the other tab");
      await browser.turnTo(second);
      await browser.closeWindow();
      await browser.turnTo(first);
      await browser.until("None with this panel.", others, "no other tab");
    });

    test("The visitor's or member's ID is looked up when that is asked for", async () => {
      await fresh();
      await panel.call("/status/200");
      await panel.shows("ID", "Look up");
      await panel.press("Look up");
      const id = await browser.run("return originals.getTokenInfo().then(({ subjectId }) => subjectId)");
      assert.match(id, /^[\da-f-]{36}$/);
      await panel.shows("ID", `VISITOR ${id}`);
      await browser.run("return auth.signOut()");
      await panel.shows("ID", "none");
    });

    test("The token endpoint is down by a switch: a call says so, and what to do; it is undone by the switch", async () => {
      const wix = await fresh();
      await panel.press("Token endpoint down");
      await browser.until("true", () => panel.isOn("Token endpoint down"), "the switch");
      await browser.until("1 fault", () => panel.run(`return root.querySelector(".faults").textContent`), "the button says so");
      assert.equal(await panel.call("/status/200"), "token_endpoint_unavailable");
      const [, reason, advice] = await panel.has("Token request (new visitor): 503");
      assert.match(reason, /^HTTP 503/);
      assert.match(advice, /The session is kept/);
      assert.match((await panel.has("GET /status/200: rejected"))[1], /^token_endpoint_unavailable: .* HTTP 503/);
      await panel.press("Token endpoint down");
      await browser.until("false", () => panel.isOn("Token endpoint down"), "the switch");
      assert.equal((await wix.change({})).faults.refresh_token, null);
      await browser.until(200, () => panel.call("/status/200"), "the next call");
    });

    test("Of another origin than one of this machine nothing is requested, and there are no switches", async () => {
      await panel.open(origin, { api: "https://wix.example", clientId: "mine" });
      await panel.shows("Health", "works: IndexedDB, shared by all tabs of the origin");
      assert.deepEqual(await browser.run("return requested"), []);
      assert.equal(await panel.run(`return [...root.querySelectorAll("[role=switch]")].some((button) => button.checkVisibility())`), false);
      await fresh();
      await panel.press("Token endpoint down");
      assert.ok((await browser.run("return requested")).length > 0, "this would have seen it");
    });

    test("A switch that another page has set is shown, and stays as it is after the end", async () => {
      const wix = await fresh({ expiresIn: 30 });
      await browser.until("true", () => panel.isOn("Short tokens"), "the switch");
      await browser.run("unmount()");
      assert.equal((await wix.change({})).expiresIn, 30);
    });

    test("After the end nothing is left: no element, no listener, no function of its own, no fault of its own", async () => {
      const wix = await fresh();
      await panel.call("/status/200");
      await panel.press("Token endpoint down");
      await browser.until("true", () => panel.isOn("Token endpoint down"), "the switch");
      await browser.run("window.kept = auth.fetchWithAuth; unmount(); unmount()");
      assert.deepEqual(await browser.run("return [...live].sort()"), await browser.run("return [...before].sort()"));
      assert.equal(await browser.run("return document.querySelector('fetch-with-auth-devtools')"), null);
      assert.deepEqual(await browser.run("return Object.keys(originals).filter((name) => auth[name] !== originals[name])"), []);
      await browser.until(null, async () => (await wix.change({})).faults.refresh_token, "the fault");
      assert.equal(await browser.run("return kept('/status/200').then((response) => response.status)"), 200);
    });

    test("Mounted again, there is one panel", async () => {
      await fresh();
      await browser.run("window.unmountFirst = unmount; window.unmount = mountDevtools(); unmountFirst()");
      assert.equal(await browser.run("return document.querySelectorAll('fetch-with-auth-devtools').length"), 1);
      await browser.run("unmount()");
      assert.deepEqual(await browser.run("return [...live].sort()"), await browser.run("return [...before].sort()"));
    });

    test("A function of the instance stays what it was: its name, its length, its `this`, its errors", async () => {
      await fresh();
      const found = await browser.run(`
        const { fetchWithAuth } = auth;
        const reason = new RangeError("mine");
        const controller = new AbortController();
        controller.abort(reason);
        const odd = [{ get name() { throw reason; } }, Object.assign(new Error(), { message: Symbol() })];
        return Promise.all([
          ...odd.map((reason) => fetchWithAuth("/status/202", { signal: AbortSignal.abort(reason) }).catch((error) => error === reason)),
          [fetchWithAuth.name, fetchWithAuth.length, "prototype" in fetchWithAuth],
          fetchWithAuth("/status/204").then((response) => response.status),
          fetchWithAuth("/status/200", { signal: controller.signal }).catch((error) => error === reason),
          fetchWithAuth().catch((error) => error.name),
        ]);`);
      assert.deepEqual(found, [true, true, ["fetch", 1, false], 204, true, "TypeError"]);
      assert.equal((await panel.has("GET /status/200: rejected"))[1], "RangeError: mine");
      assert.equal((await panel.has("GET /status/202: rejected×2"))[1], "an error that cannot be shown");
      await panel.shows("Calls under way", "0");
    });

    test("Calls by a function that was taken after the panel was mounted are listed, and of one taken before not", async () => {
      await fresh();
      await browser.run("const { fetchWithAuth } = originals; return fetchWithAuth('/status/201').then(() => {})");
      await browser.run("const { fetchWithAuth } = auth; return fetchWithAuth('/status/202').then(() => {})");
      await panel.has("GET /status/202: 202");
      assert.ok(!(await panel.lines()).some(([text]) => text.includes("201")));
    });

    test("No token and no secret is in the panel, its messages, its storage or the console", async () => {
      const wix = await fresh();
      const secret = "IST.eyJraWQiOiJQb3pIX2FDMiIsImFsZyI6IlJTMjU2In0.c2VjcmV0";
      await panel.call("/status/200");
      const member = await wix.tokens("member");
      await browser.run("return auth.signInWithTokens({ accessToken: arguments[0], refreshToken: arguments[1] })", member.access_token, member.refresh_token);
      await panel.press("Look up");
      await panel.has("getTokenInfo(): done");
      await panel.press("Refuse the access token");
      await panel.has("Refuse the access token");
      await panel.call(products, query);
      await panel.call(`/status/200/${member.access_token}?token=${member.access_token}#${secret}`);
      await panel.call(`/status/200/${secret}`);
      await panel.call("/status/200", { headers: { Authorization: secret } });
      await browser.run("return auth.login({ email: 'ada@example.com', password: arguments[0] }).catch(() => {})", secret);
      await browser.run("const { fetch } = window; window.fetch = async () => { throw new Error(`no ${arguments[0]}`) }; return auth.fetchWithAuth('/status/200').catch(() => {}).finally(() => window.fetch = fetch)", secret);
      assert.match((await panel.has("GET /status/200: rejected"))[1], /authorization_present|^Error: no …/);
      const tokens = [...(await browser.run("return [...tokens]")), member.access_token, member.refresh_token, secret];
      assert.ok(tokens.length > 5, `${tokens.length} tokens`);
      const texts = await panel.run("return [root.innerHTML, ...messages, ...printed, JSON.stringify({ ...sessionStorage })]");
      assert.ok(texts[0].length > 2000 && texts.length > 3, "there is something to search");
      for (const token of tokens) for (const text of texts) assert.ok(!text.includes(token) && !text.includes(token.slice(8, 40)), `a token in ${text}`);
    });

    test("Every error code has its advice", async () => {
      await fresh();
      const types = await readFile("node_modules/fetch-with-auth/index.d.ts", "utf8");
      const codes = types.slice(types.indexOf("type AuthErrorCode")).match(/(?<=\| ')\w+/g);
      assert.ok(codes.length > 20);
      await browser.run(`
        const fail = async (code) => { throw Object.assign(new Error("so it is"), { name: "AuthError", code }) };
        window.fake = { ...auth, fetchWithAuth: fail };
        mountDevtools({ auth: fake, open: true });
        return Promise.allSettled(arguments[0].map((code) => fake.fetchWithAuth(code)));`, codes);
      const lines = await panel.lines();
      for (const code of codes) {
        const line = lines.find(([, reason]) => reason === `${code}: so it is`);
        assert.ok(line?.[2]?.length > 10, `${code}: ${line}`);
      }
    });

    test("By keyboard: Tab reaches the button, Enter opens, Tab goes through, Escape closes and leads back", async () => {
      await fresh({}, "");
      const focus = () => panel.run("return (root.activeElement ?? document.activeElement).textContent");
      const isOpen = () => panel.run(`return [root.querySelector("#content").hidden, root.querySelector(".toggle").getAttribute("aria-expanded")].join()`);
      assert.equal(await isOpen(), "true,false");
      await browser.run("document.querySelector('#before').focus()");
      await browser.press("Tab");
      assert.match(await focus(), /^fetch-with-auth devtools: /);
      await browser.press("Enter");
      await browser.until("false,true", isOpen, "open");
      await browser.press("Tab");
      assert.equal(await focus(), "Close");
      await browser.press("Escape");
      assert.equal(await isOpen(), "true,false");
      assert.match(await focus(), /^fetch-with-auth devtools: /);
      await browser.press("Space");
      await browser.until("false,true", isOpen, "open");
      await browser.press("Tab");
      await browser.press("Enter");
      assert.equal(await isOpen(), "true,false");
    });

    test("It stays open over a reload, in this tab", async () => {
      const wix = await fresh({}, "");
      await panel.press("fetch-with-auth devtools");
      await panel.open(origin, { api, clientId: wix.clientId }, "");
      assert.equal(await panel.run(`return root.querySelector("#content").hidden`), false);
      await panel.press("Close");
      await panel.open(origin, { api, clientId: wix.clientId }, "");
      assert.equal(await panel.run(`return root.querySelector("#content").hidden`), true);
    });

    test("The site's styles do not reach it, and nothing in it moves", async () => {
      await fresh();
      const [size, colour, moving] = await panel.run(`
        const style = getComputedStyle(root.querySelector("h2"));
        return [style.fontSize, style.color, [...root.querySelectorAll("*")].filter((element) => element.getAnimations().length || getComputedStyle(element).transitionDuration !== "0s").length]`);
      assert.equal(size, "15px");
      assert.notEqual(colour, "rgb(255, 0, 255)");
      assert.equal(moving, 0);
    });

    for (const look of looks(engine)) {
      test(`axe has no finding, and nothing is wider than the page: ${look.name}`, async () => {
        const wix = await Wix.create(api, {});
        if (look.width || look.media) await browser.look(look);
        await panel.open(withoutPolicy, { api, clientId: wix.clientId });
        await panel.call("/status/200");
        await panel.call("/status/403");
        await panel.call("https://foreign.example/");
        await panel.press("Token endpoint down");
        await browser.until("true", () => panel.isOn("Token endpoint down"), "the switch");
        // The site of this test styles everything, and badly.
        await browser.run("document.querySelector('link').remove()");
        const findings = await browser.run(`
          return import("/axe.js").then(() => axe.run()).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.target.join(" ") + " " + node.any.map(({ message }) => message).join())]))`);
        assert.deepEqual(findings, []);
        assert.equal(await panel.run(`
          const content = root.querySelector("#content");
          const { left, right, top } = content.getBoundingClientRect();
          return left >= 0 && right <= innerWidth && top >= 0 && content.scrollWidth <= content.clientWidth`), true);
        await browser.screenshot(`devtools ${engine} ${look.name}`);
        if (look.width || look.media) await browser.look();
      });
    }
  });
}

/** Only Chromium's driver can show a page otherwise than by its window. */
function looks(engine) {
  const light = { name: "light" };
  if (engine !== "chrome") return [light];
  return [light, { name: "dark", media: { "prefers-color-scheme": "dark" } }, { name: "narrow", width: 390 }, { name: "narrow and dark", width: 390, media: { "prefers-color-scheme": "dark" } }];
}
