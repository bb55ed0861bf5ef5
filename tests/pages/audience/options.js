// createAuth and configure refuse bad options at once, and name the option.
import { equal, ok, refused, thrown } from "../assert.js";
import { test } from "../runner.js";
import { api, client, createAuth, echo, fresh, product } from "../world.js";

const storage = { getItem: () => null, setItem() {}, removeItem() {} };

const BAD = {
  clientId: [undefined, null, "", " ", 5, {}],
  audience: [
    "https://app.example", 5, [""], ["app.example"], ["*"], ["/api"], ["ftp://app.example"], ["data:text/plain,a"],
    ["https://app.example/api"], ["https://user@app.example"], ["https://app.example?a"], ["https://app.example#a"],
    [5], [null], ["null"], ["https://app.example", "nonsense"],
    ["https://*.app.example"], ["https://*"], ["https://*:443"], ["https://.app.example"], ["https://app..example"], ["https://{tenant}.app.example"],
    ["https://app.example,b.example"], ["https://$app.example"], ["https://(app).example"], ["https://app.example;"],
  ],
  storage: ["cookie", "", 5, {}, { getItem() {} }],
  leeway: [-1, NaN, Infinity, {}],
  apiOrigin: ["", "nonsense", "https://www.wixapis.com/api", "https://www.wixapis.com/?a", "https://user@www.wixapis.com", "http://www.wixapis.com", "http://127.0.0.1.example", "ftp://www.wixapis.com", 5],
  fetch: ["fetch", 5, {}],
  loginOrigins: ["https://login.example", 5, [""], ["login.example"], ["https://login.example/login"], [null], ["https://login.example", "nonsense"]],
  frameTimeout: [0, -1, NaN, Infinity, 3601, "soon", {}, null],
  // Whose name is no option's.
  storrage: ["memory"],
  unknown: [1, null],
};

for (const [option, values] of Object.entries(BAD)) {
  for (const value of values) {
    test(`A bad option is refused at once and named: ${option}: ${shown(value)}`, () => {
      for (const [name, make] of [["createAuth", product.createAuth], ["configure", product.configure]]) {
        const error = thrown(() => make({ clientId: "11111111-2222-4333-8444-555555555555", [option]: value }), "invalid_options", name);
        ok(error.message.includes(option), `the message names ${option}: ${error.message}`);
      }
    });
  }
}

test("The message names the entry of the audience and the rule, and no password", () => {
  const message = (audience) => thrown(() => createAuth({ clientId: "client", audience }), "invalid_options").message;
  for (const part of ["audience[1]", "origin", "wildcard", "https://*.app.example"]) {
    const results = message(["https://app.example", "https://*.app.example"]);
    ok(results.includes(part), `${part} in: ${results}`);
  }
  const results = message(["https://user:secret@app.example"]);
  ok(results.includes("audience[0]") && !results.includes("secret"), results);
  for (const odd of [Symbol("app"), Object.create(null), null]) ok(message([odd]).includes("audience[0]"), "odd entries");
});

test("Options that are missing altogether are refused at once", () => {
  for (const options of [undefined, null, "client", 5]) thrown(() => createAuth(options), "invalid_options", String(options));
});

const MEANT = {
  storrage: "storage", sotrage: "storage", client_id: "clientId", clientID: "clientId", audiences: "audience",
  apiUrl: "apiOrigin", api_origin: "apiOrigin", fecth: "fetch", loginOrigin: "loginOrigins", timeout: "frameTimeout",
  token: "accessToken", getAccessToken: "accessToken", leway: "leeway",
};

for (const [name, meant] of Object.entries(MEANT)) {
  test(`An option that is misspelt is refused at once, with the one that is meant: ${name}`, () => {
    const error = thrown(() => createAuth({ clientId: "11111111-2222-4333-8444-555555555555", [name]: "memory" }), "invalid_options");
    equal(error.message, `\`${name}\` is not an option: did you mean \`${meant}\`?`);
  });
}

const GOOD = {
  audience: [undefined, [], ["https://app.example"], ["https://app.example/"], [new URL("https://app.example")], ["http://app.example:8080"], ["https://a_b.app-1.example."], ["https://b\u00fccher.example"], ["http://[::1]:1"], ["http://127.0.0.1"]],
  storage: [undefined, "browser", "session", "memory", storage, Object.create(storage)],
  leeway: [undefined, 0, 1.5, 600],
  apiOrigin: [undefined, "https://www.wixapis.com", "https://www.wixapis.com/", "http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:1"],
  fetch: [undefined, fetch, () => {}],
  loginOrigins: [undefined, [], ["https://login.example"], [new URL("https://login.example"), "http://localhost:8080"]],
  frameTimeout: [undefined, 0.5, 30, 3600],
};

for (const [option, values] of Object.entries(GOOD)) {
  for (const value of values) {
    test(`A good option is taken: ${option}: ${shown(value)}`, () => {
      const auth = createAuth({ clientId: "11111111-2222-4333-8444-555555555555", [option]: value });
      equal(["fetchWithAuth", "session", "signOut", "onSessionChange", "onWarning"].map((name) => typeof auth[name]), Array(5).fill("function"));
    });
  }
}

test("An instance offers what its declarations say, and nothing that could be set and ignored (§8.5 #12)", () => {
  const auth = createAuth({ clientId: "11111111-2222-4333-8444-555555555555" });
  equal(Object.keys(auth).sort(), ["fetchWithAuth", "onSessionChange", "onTokenRequest", "onWarning", "session", "settings", "signOut", ...MEMBERS].sort());
  equal(Object.keys(product).sort(), [...OWN, ...MEMBERS].sort());
  equal(Object.keys(product.httpClient), ["fetchWithAuth"]);
});

const OWN = ["AuthError", "WebMethodError", "configure", "createAuth", "defaultAuth", "fetchWithAuth", "httpClient", "isAuthError", "webMethods"];

const MEMBERS = [
  ...["loginWithRedirect", "handleRedirect", "login", "register", "verifyEmail", "resendVerification"],
  ...["sendPasswordResetEmail", "resetPassword", "loginSilently", "logout", "newVisitor", "signInWithTokens"],
  ...["getTokenInfo", "syncToWixPages", "redirectToWixPage"],
];

test("Before configure, the default instance says so", async () => {
  const early = await fresh();
  await refused(early.fetchWithAuth(echo()), "not_configured");
  await refused(early.httpClient.fetchWithAuth(echo()), "not_configured");
});

test("After configure, the default instance and httpClient speak for it", async () => {
  const page = await fresh();
  const mine = await client();
  const auth = page.configure(mine.options());
  for (const call of [auth.fetchWithAuth, page.fetchWithAuth, page.httpClient.fetchWithAuth]) {
    equal((await (await call(echo(api, "?auth=required"))).json()).method, "GET");
  }
  equal(await mine.grants(), { anonymous: 1, refresh: 0 });
});

test("configure again replaces the default instance", async () => {
  const page = await fresh();
  const [first, second] = [await client(), await client()];
  page.configure(first.options());
  page.configure(second.options());
  await page.fetchWithAuth(echo());
  equal([await first.grants(), await second.grants()].map(({ anonymous }) => anonymous), [0, 1]);
});

test("A bad configure leaves the default instance as it was", async () => {
  const page = await fresh();
  const mine = await client();
  page.configure(mine.options());
  thrown(() => page.configure({ clientId: "" }), "invalid_options");
  equal((await page.fetchWithAuth(echo())).status, 200);
});

function shown(value) {
  if (value instanceof URL) return `URL ${value}`;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return `{${Object.keys(value)}}`;
  return JSON.stringify(value) ?? String(value);
}
