// The origin that is compared is the one that the browser parsed.
import { equal, ok, reason, refused } from "../assert.js";
import { test } from "../runner.js";
import { spy, watched } from "../spy.js";
import { api, app, client, echo, foreign, foreignAuthorizations, site } from "../world.js";

const at = (origin) => new URL(origin).host;
const port = (origin) => new URL(origin).port;

// With the audience http://app.example. None of these is ever sent.
const FOREIGN = {
  "another origin": `${foreign}/echo`,
  "protocol-relative": `//${at(foreign)}/echo`,
  "backslashes for slashes": `\\\\${at(foreign)}\\echo`,
  "mixed slashes": `/\\${at(foreign)}/echo`,
  "a scheme with backslashes": `http:\\\\${at(foreign)}\\echo`,
  "a tab between the slashes": `http:/\t/${at(foreign)}/echo`,
  "line breaks inside": `ht\ntp://${at(foreign).slice(0, 4)}\r${at(foreign).slice(4)}/echo`,
  "another port": `http://127.0.0.1:${Number(port(foreign)) === 1 ? 2 : 1}/`,
  "another scheme": `https://${at(site)}/`,
  "another name of the same host": `http://localhost:${port(site)}/`,
  "IPv6 for IPv4": `http://[::1]:${port(site)}/`,
  "a trailing dot": "http://app.example./",
  "a subdomain": "http://sub.app.example/",
  "a parent domain": "http://example/",
  "our origin as its prefix": "http://app.example.evil.example/",
  "our origin as its prefix, without a dot": "http://app.examplevil/",
  "our origin in its path": "http://evil.example/http://app.example",
  "our origin in its fragment": "http://evil.example/#@app.example/",
  "our origin in its query": "http://evil.example?@app.example/",
  "the same name over https": "https://app.example/",
  "a letter of another script": "http://\u0430pp.example/",
  "a websocket": "ws://app.example/",
  "blob: of our own page": URL.createObjectURL(new Blob(["text"])),
  "blob: of the audience": "blob:http://app.example/11111111-2222-4333-8444-555555555555",
  "data:": "data:text/plain,text",
  "about:": "about:blank",
  "file:": "file:///etc/hostname",
  "javascript:": "javascript:void 0",
  "filesystem: of our own page": `filesystem:${site}/temporary/a`,
};

for (const [what, url] of Object.entries(FOREIGN)) {
  test(`Refused before anything is sent: ${what} (§8.5 #8, row 21)`, async (t) => {
    const heard = await foreignAuthorizations();
    const page = watched(t);
    const given = spy();
    const { fetchWithAuth } = (await client()).auth({ fetch: given, audience: ["http://app.example"] });
    await refused(fetchWithAuth(url), "foreign_origin", url);
    await refused(fetchWithAuth(url, { method: "POST", body: "text", headers: { "x-a": "1" } }), "foreign_origin", url);
    const request = made(url);
    if (request) await refused(fetchWithAuth(request), "foreign_origin", `a Request for ${url}`);
    equal([...given.calls, ...page.calls].map((call) => call.url), [], "requests");
    equal(await foreignAuthorizations(), heard, "tokens that the foreign origin heard");
  });
}

// fetch itself takes no credentials in a URL; whichever of the two says no, nothing is sent.
for (const url of [`http://${at(site)}@${at(foreign)}/echo`, `http://app.example@${at(foreign)}/echo`, `http://user:password@${at(foreign)}/`, `http://app.example\\@${at(foreign)}/echo`]) {
  test(`Refused before anything is sent: user information, ${url.replace(/127[^/@]*/g, "host")} (§8.5 #8, row 21)`, async (t) => {
    const heard = await foreignAuthorizations();
    const page = watched(t);
    const given = spy(async () => new Response());
    const { fetchWithAuth } = (await client()).auth({ fetch: given, audience: ["http://app.example"] });
    // A backslash ends the host, so the last one is the audience's own: it may be sent there.
    if (new URL(url).host === "app.example") {
      await fetchWithAuth(url);
      equal(given.others().map((call) => new URL(call.url).host), ["app.example"]);
      return;
    }
    const error = await reason(fetchWithAuth(url));
    ok(error instanceof TypeError || error?.code === "foreign_origin", `refused, got ${error}`);
    equal([...given.calls, ...page.calls].length, 0, "requests");
    equal(await foreignAuthorizations(), heard, "tokens that the foreign origin heard");
  });
}

const ALLOWED = {
  "the page's own origin": [[], `${site}/echo`],
  "a relative URL": [[], "/echo"],
  "the Wix API origin": [[], `${api}/echo`],
  "an origin of the audience": [[app], `${app}/echo`],
  "an origin of the audience, given as a URL": [[new URL(app)], `${app}/echo`],
  "an origin whose default port is spelled out": [["http://app.example:80"], "http://app.example/"],
  "an origin in upper case": [["HTTP://APP.EXAMPLE"], "http://app.example/"],
  "an internationalised name and its ASCII form": [["http://b\u00fccher.example"], "http://xn--bcher-kva.example/"],
  "full-width letters that the browser folds": [["http://app.example"], "http://\uff41pp.example/"],
  "a number that the browser reads as this host": [["http://127.0.0.1"], "http://2130706433/"],
};

for (const [what, [audience, url]] of Object.entries(ALLOWED)) {
  test(`May carry a token: ${what}`, async () => {
    const given = spy(async () => new Response());
    const { fetchWithAuth } = (await client()).auth({ fetch: given, audience });
    await fetchWithAuth(url);
    equal(given.others().length, 1, "requests");
  });
}

test("The audience permits exactly what it names", async () => {
  const { fetchWithAuth } = (await client()).auth({ audience: [foreign] });
  equal((await fetchWithAuth(echo(foreign))).status, 200);
  await refused(fetchWithAuth(echo(app)), "foreign_origin");
});

test("Without an audience, only the page's own origin and the Wix API hear a token", async () => {
  const { fetchWithAuth } = (await client()).auth({ audience: undefined });
  for (const origin of [site, api]) equal((await fetchWithAuth(echo(origin))).status, 200);
  for (const origin of [app, foreign]) await refused(fetchWithAuth(echo(origin)), "foreign_origin");
});

function made(url) {
  try {
    return new Request(url);
  } catch {
    return null;
  }
}
