// A session that the page changes, as the server sees it, and the other way round.
import assert from "node:assert/strict";
import { test } from "node:test";

import { outputIn } from "./rendered/ask.mjs";
import { Browser, engines } from "./rendered/browser.mjs";

// WebKit does not take loopback for secure.
export const ENGINES_FOR_SEALED = engines.filter((engine) => engine !== "safari");
const PASSWORD = "correct horse battery";

/** What is to be tested of a site whose page has the storage "wix-session-cookie". */
export function withTheCookie(site) {
  for (const engine of engines) {
    test(`In ${engine}: what the page changes is known to the server, and what the server changes to the page`, async (context) => {
      const { browser, email } = await start(context, engine, site);

      await context.test("the server knows a login and a logout of the page with its next response", async () => {
        await site.wix.change({ allowedRedirectUris: [`${site.origin}/session/callback`, `${site.origin}/`] });
        const server = () => browser.run("return fetch('/api/cart').then(response => response.json())");
        await browser.open(`${site.origin}/`);
        await browser.shows("page-cart", "0");
        await browser.click("#add");
        await browser.shows("page-cart", "1");
        await inPage(browser, (wix) => void wix.loginWithRedirect({ redirectUri: "/" }));
        await logIn(browser, email);
        await browser.shows("page-state", "visitor");
        assert.deepEqual(await server(), { state: "visitor", items: 1 });
        await inPage(browser, (wix) => wix.handleRedirect());
        assert.deepEqual(await server(), { state: "member", items: 1 });
        await browser.open(`${site.origin}/`);
        assert.equal(outputIn(site.document("/").body, "server-state"), "member");
        await browser.shows("page-state", "member");
        await inPage(browser, (wix) => void wix.logout({ returnTo: "/" }));
        await browser.until(true, () => browser.run("return location.search.includes('wixMemberLoggedIn=false')"), "the page after the logout");
        assert.equal(await browser.text("server-state"), "visitor");
        assert.deepEqual(await server(), { state: "visitor", items: 1 });
      });

      await context.test("a page that stays open acts as whom the server has logged in or out in another window", async () => {
        const { first, second, tokenOfVisitor, signedWith } = await openTwo(browser, site, (wix) => {
          // It is never hidden: that a page is shown again is another reason to read the cookie.
          addEventListener("visibilitychange", (event) => event.stopImmediatePropagation(), true);
          wix.defaultAuth().onSessionChange(({ state }) => document.querySelector("#page-state").textContent = state);
        });
        await logInByServer(browser, email);
        await browser.turnTo(first);
        await browser.shows("page-state", "member");
        assert.notEqual(await signedWith(), tokenOfVisitor);

        await browser.turnTo(second);
        await browser.click("#logout button");
        await browser.shows("server-state", "visitor");
        await browser.turnTo(first);
        await browser.shows("page-state", "visitor");
        assert.equal(await signedWith(), tokenOfVisitor);
      });
    });
  }
}

/** What is to be tested of a site whose cookie is sealed. */
export function withASealedCookie(site) {
  for (const engine of ENGINES_FOR_SEALED) {
    test(`In ${engine}: a page that stays open acts as whom the server has logged in or out, once a page of another window says so`, async (context) => {
      const { browser, email } = await start(context, engine, site);
      const { first, second, tokenOfVisitor, signedWith } = await openTwo(browser, site);
      await logInByServer(browser, email);
      await browser.turnTo(first);
      await browser.until(false, async () => await signedWith() === tokenOfVisitor, "the token is that of the visitor");

      await browser.turnTo(second);
      await browser.click("#logout button");
      await browser.shows("server-state", "visitor");
      await browser.turnTo(first);
      await browser.until(true, async () => await signedWith() === tokenOfVisitor, "the token is that of the visitor");
    });
  }
}

async function start(context, engine, site) {
  const browser = await Browser.start(engine);
  context.after(() => browser.end());
  const email = `${engine}-of-windows@example.com`;
  await site.wix.addMember({ email, password: PASSWORD });
  return { browser, email };
}

/** Opens the site in two windows, of which the second one is current: what the first one signs with. */
async function openTwo(browser, site, prepare = () => {}) {
  await browser.open(`${site.origin}/`);
  await browser.shows("page-state", "visitor");
  await inPage(browser, prepare);
  const first = await browser.window();
  const signedWith = () => inPage(browser, (wix, url) => wix.fetchWithAuth(url).then((response) => response.json()).then(({ headers }) => headers.authorization), `${site.wix.api}/echo`);
  const tokenOfVisitor = await signedWith();
  await browser.openWindow();
  await browser.open(`${site.origin}/`);
  return { first, second: await browser.window(), tokenOfVisitor, signedWith };
}

async function logInByServer(browser, email) {
  await browser.click("#login");
  await logIn(browser, email);
  await browser.shows("server-state", "member");
}

async function logIn(browser, email) {
  await browser.until(true, () => browser.run("return !!document.querySelector('#email')"), "the login page");
  await browser.type("#email", email);
  await browser.type("#password", PASSWORD);
  await browser.click("button.first");
}

/** The value of a function in the page, which is given what the package exports. */
const inPage = (browser, work, ...args) => browser.run(`return (${work})(window.wix, ...arguments)`, ...args);
