// The caller's things are left alone, and the function looks like fetch.
import { equal, ok, reason, same } from "../assert.js";
import { test } from "../runner.js";
import { client, createAuth, echo, product, site } from "../world.js";

test("A deep-frozen init is enough, and an init is never changed", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const init = frozen({ method: "POST", headers: { "x-a": "1" }, body: "text", credentials: "omit", cache: "no-store" });
  const { method, headers, bodyBase64 } = await (await fetchWithAuth(echo(), init)).json();
  equal([method, headers["x-a"], atob(bodyBase64)], ["POST", "1", "text"]);
});

test("No member is added to an init, and its Headers stay as they were (§8.5 #10)", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const init = { method: "POST", headers: new Headers({ "x-a": "1" }), body: new URLSearchParams("a=1") };
  await fetchWithAuth(echo(), init);
  equal(Object.keys(init), ["method", "headers", "body"]);
  equal([...init.headers], [["x-a", "1"]]);
});

test("A Request's headers are the same afterwards, without a token (§8.5 #6)", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const request = new Request(echo(), { headers: { "x-a": "1" } });
  await fetchWithAuth(request);
  equal([...request.headers], [["x-a", "1"]]);
  equal(request.headers.has("authorization"), false);
});

test("bodyUsed of a Request is afterwards what fetch leaves", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const used = async (call, init) => {
    const request = new Request(echo(), init);
    await call(request);
    return request.bodyUsed;
  };
  for (const init of [{}, { method: "POST" }, { method: "POST", body: "text" }]) {
    equal(await used(fetchWithAuth, init), await used(fetch, init), JSON.stringify(init));
  }
});

test("A Request without a body can be sent twice", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const request = new Request(echo(), { headers: { "x-a": "1" } });
  await fetchWithAuth(request);
  equal((await (await fetchWithAuth(request)).json()).headers["x-a"], "1");
});

const INITS = {
  "an instance of a class with getters": () =>
    new (class {
      get method() { return "PUT"; }
      get headers() { return { "x-a": "1" }; }
      get body() { return "text"; }
    })(),
  "an object without a prototype": () => Object.assign(Object.create(null), { method: "PUT", headers: { "x-a": "1" }, body: "text" }),
  "an object whose members are not enumerable": () =>
    Object.defineProperties({}, { method: { value: "PUT" }, headers: { value: { "x-a": "1" } }, body: { value: "text" } }),
  "an object that inherits its members": () => Object.create({ method: "PUT", headers: { "x-a": "1" }, body: "text" }),
};

for (const [what, init] of Object.entries(INITS)) {
  test(`An init may be ${what}`, async () => {
    const { fetchWithAuth } = (await client()).auth();
    const { method, headers, bodyBase64 } = await (await fetchWithAuth(echo(), init())).json();
    equal([method, headers["x-a"], atob(bodyBase64)], ["PUT", "1", "text"]);
  });
}

test("An init may be a Request", async () => {
  const { fetchWithAuth } = (await client()).auth();
  const init = () => new Request(site, { method: "DELETE", headers: { "x-a": "1" } });
  const seen = async (call) => {
    const { method, headers } = await (await call(echo(), init())).json();
    return [method, headers["x-a"]];
  };
  equal(await seen(fetchWithAuth), await seen(fetch));
});

test("An init may be null or undefined", async () => {
  const { fetchWithAuth } = (await client()).auth();
  for (const init of [null, undefined]) equal((await fetchWithAuth(echo(), init)).status, 200);
});

test("The function looks like fetch: length, name, not constructible, unbound", async () => {
  const auth = (await client()).auth();
  for (const call of [auth.fetchWithAuth, product.fetchWithAuth, product.httpClient.fetchWithAuth]) {
    equal(call.length, fetch.length, "length");
    equal(call.name, fetch.name, "name");
    equal("prototype" in call, false, "has a prototype");
    let made;
    try { made = new call("/echo"); } catch (error) { made = error; }
    ok(made instanceof TypeError, "new is refused");
  }
  const { fetchWithAuth } = auth;
  equal((await fetchWithAuth.call(undefined, echo())).status, 200, "without this");
  equal((await fetchWithAuth.call({}, echo())).status, 200, "with another this");
});

test("It gives a promise, whatever happens", async () => {
  const { fetchWithAuth } = (await client()).auth();
  for (const args of [[], [echo()], ["http://"], [Symbol()], [echo(), 5]]) {
    const answer = fetchWithAuth(...args);
    ok(answer instanceof Promise, "a promise");
    await answer.catch(() => {});
  }
});

test("Deep-frozen options are enough, and they are never changed (§8.5 #10)", async () => {
  const mine = await client();
  const options = frozen(mine.options());
  equal((await createAuth(options).fetchWithAuth(echo())).status, 200);
  const open = mine.options();
  const before = JSON.stringify(open);
  await createAuth(open).fetchWithAuth(echo());
  equal(JSON.stringify(open), before);
});

test("Changing the options afterwards changes nothing", async () => {
  const mine = await client();
  const options = mine.options();
  const auth = createAuth(options);
  options.audience.push("http://elsewhere.example");
  options.clientId = "another";
  const error = await reason(auth.fetchWithAuth("http://elsewhere.example/"));
  same(error.code, "foreign_origin");
  equal((await auth.fetchWithAuth(echo())).status, 200);
});

function frozen(value) {
  if (value && typeof value === "object") Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
