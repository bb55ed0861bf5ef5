// A name that no option has is an error at once, with the option that was meant.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createAuth, webMethods } from "fetch-with-auth";
import { createBackend } from "fetch-with-auth/backend";
import { createSessions } from "fetch-with-auth/server";
import { vite } from "fetch-with-auth/vite";
import { fromWixHost } from "fetch-with-auth/wix-host";
import { OAuthStrategy, SiteSessionAuth } from "fetch-with-auth/wix-sdk";

const { publicKey } = await crypto.subtle.generateKey({ name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" }, true, ["sign", "verify"]);
const backend = createBackend({ appId: "app", instanceId: "instance", appSecret: "secret", publicKey });
const auth = createAuth({ clientId: "client", fetch: () => assert.fail("nothing is sent") });

// What takes options, the rest of them, and names that are misspelt with what was meant.
const TAKERS = {
  "createAuth": [(options) => createAuth(options), { clientId: "client" }, { storrage: "storage" }],
  "createBackend": [(options) => createBackend(options), { appId: "app" }, { appSecert: "appSecret", client_ids: "clientIds", publickey: "publicKey", limit: "limits" }],
  "the limits of createBackend": [(limits) => createBackend({ appId: "app", limits }), {}, { bodies: undefined, dept: "depth" }],
  "backend.handle": [(options) => backend.handle({}, options), {}, { bsae: "base" }],
  "backend.asApp": [(options) => backend.asApp(() => {}, options), {}, { instanceID: "instanceId" }],
  "backend.webhook": [(options) => backend.webhook(() => {}, options), {}, { maxage: "maxAge", max_body: "maxBody", verify: "verifyCallerClaims" }],
  "backend.getMemberTokensForExternalLoginWithSession": [(options) => backend.getMemberTokensForExternalLoginWithSession("ann@shop.example", options), {}, { verifyemail: "verifyEmail", mergeContact: undefined }],
  "createSessions": [(options) => createSessions(options), { clientId: "client" }, { cokie: "cookie", secret: "secrets", sitOrigin: "siteOrigin" }],
  "the cookie of createSessions": [(cookie) => createSessions({ clientId: "client", cookie }), {}, { samesite: "sameSite", path: undefined }],
  "fetch-with-auth/vite": [(options) => vite(options), {}, { bakend: "backend", server: undefined }],
  "fromWixHost": [(options) => fromWixHost({ getAuthHeaders() {} }, options), {}, { hosts: "host", timout: "timeout", storage: undefined }],
  "OAuthStrategy": [(options) => OAuthStrategy(options), { clientId: "client" }, { clientID: "clientId", tokenStore: "tokenStorage", adpot: "adopt" }],
  "SiteSessionAuth": [(options) => SiteSessionAuth(options), { clientId: "client" }, { token: "tokens" }],
  "loginWithRedirect": [(options) => auth.loginWithRedirect(options), { redirectUri: "https://shop.example/" }, { redirectURI: "redirectUri", state: undefined }],
  "login": [(options) => auth.login(options), { email: "ann@shop.example", password: "a password" }, { pasword: "password", captcha: "captchaTokens" }],
  "register": [(options) => auth.register(options), { email: "ann@shop.example", password: "a password" }, { profil: "profile" }],
  "verifyEmail": [(options) => auth.verifyEmail(options), { code: "123456" }, { codes: "code" }],
  "resetPassword": [(options) => auth.resetPassword(options), { recoveryToken: "token", password: "a password" }, { token: "recoveryToken" }],
  "sendPasswordResetEmail": [(options) => auth.sendPasswordResetEmail(options), { email: "ann@shop.example", redirectUri: "https://shop.example/" }, { lang: "language" }],
  "logout": [(options) => auth.logout(options), {}, { returnTO: "returnTo", navigation: undefined }],
};

const fails = async (take, message) => assert.rejects(async () => take(), (error) => {
  if (error.name !== "TypeError") assert.equal(error.code, "invalid_options");
  assert.match(error.message, message);
  return true;
});

for (const [name, [take, rest, misspelt]] of Object.entries(TAKERS)) {
  test(`${name}: a name that no option has is an error, with what was meant`, async () => {
    for (const [wrong, meant] of Object.entries(misspelt)) {
      for (const value of [undefined, "a value"]) {
        await fails(() => take({ ...rest, [wrong]: value }), meant ? new RegExp(`^\`${wrong}\` is not an option: did you mean \`${meant}\`\\?$`) : new RegExp(`^\`${wrong}\` is not an option; the options are \\w+.*\\.$`));
      }
    }
  });

  test(`${name}: a text or a list in the place of options is an error`, async () => {
    for (const wrong of ["a text", ["a list"]]) await fails(() => take(wrong), /`(options|limits|cookie|clientId)` must be |is not an option/);
  });
}

test("webMethods takes an Auth, or only its fetchWithAuth", async () => {
  assert.equal(typeof webMethods("/api/shop", auth).restock, "function");
  for (const wrong of ["a text", { fetch }, { fetchWithAuth: "a text" }]) await fails(() => webMethods("/api/shop", wrong), /^`options` must be an Auth or \{ fetchWithAuth \}\.$/);
});

test("A secret that the environment lacks is an error at once that names it", async () => {
  for (const name of ["appSecret", "apiKey", "publicKey"]) {
    await fails(() => createBackend({ appId: "app", siteId: "site", [name]: process.env.NO_SUCH_VARIABLE }), new RegExp(`^\`${name}\` must be set, or left out: it is undefined, perhaps for lack of an environment variable\\.$`));
  }
  await fails(() => createBackend({ appId: process.env.NO_SUCH_VARIABLE }), /^`appId` must be a non-empty string \(got undefined\)/);
});

test("Web methods are called at a URL", async () => {
  for (const base of ["", "/api/shop", "https://shop.example/api/shop", new URL("https://shop.example/api/shop")]) assert.equal(typeof webMethods(base).restock, "function");
  for (const wrong of [undefined, null, 5, {}, Symbol("/api")]) await fails(() => webMethods(wrong), /^`base` must be a URL \(got \w+\)$/);
});

test("What is served is modules that have been imported", async () => {
  const handle = (modules) => backend.handle(modules);
  assert.equal(typeof handle({}), "function");
  assert.equal(typeof handle({ shop: await import("node:path"), other: {} }), "function");
  for (const wrong of [undefined, null, 5, "shop", () => {}]) await fails(() => handle(wrong), /^`modules` must be an object with modules by name \(got \w+\)\.$/);
  await fails(() => handle({ shop: import("node:path") }), /^`modules\["shop"\]` must be a module that has been imported \(got a promise\)\.$/);
  for (const wrong of [() => import("node:path"), undefined, null, "./shop.web.js"]) await fails(() => handle({ shop: wrong }), /^`modules\["shop"\]` must be a module that has been imported \(got \w+\)\.$/);
});
