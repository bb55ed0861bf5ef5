// In about:srcdoc: what its page may come back to.
import { createAuth } from "/fetch-with-auth/dist/index.js";

const auth = createAuth(JSON.parse(decodeURIComponent(parent.location.hash.slice(1))));
const redirectUri = `${parent.location.origin}/pages/members/callback.xhtml`;
const codes = [];
for (const returnTo of ["javascript:alert(1)", "data:text/html,x", `blob:${origin}/x`, "about:srcdoc", "file:///x", "https://evil.example/", "/relative", `${origin}/absolute`]) {
  codes.push(await auth.loginWithRedirect({ redirectUri, returnTo, navigate() {} }).then(() => returnTo, ({ code }) => code));
}
const given = await auth.loginWithRedirect({ redirectUri, navigate() {} }).then(() => "left", ({ code, message }) => `${code} ${message}`);
top.postMessage({ srcdoc: { href: location.href, codes, given } }, origin);
