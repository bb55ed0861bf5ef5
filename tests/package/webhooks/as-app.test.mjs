// The app without a caller: jobs, scripts, event handlers.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Permissions, elevate, fetchWithAuth, getContext, webMethod } from "fetch-with-auth/backend";

import { API, API_KEY, APP_SECRET, appToken, codeOf, memberToken, open, request, settled } from "./wix.mjs";

const call = async (url = `${API}/x`) => (await (await fetchWithAuth(url)).json()).authorization;

test("A job without a caller acts as the app, elevated or not, and returns what its function returns", async () => {
  const mine = open();
  const result = await mine.backend.asApp(async () => [await call(), await elevate(call)(`${API}/x`), await call()]);
  assert.deepEqual(result, Array(3).fill(appToken()));
  assert.equal(mine.called("/oauth2/token").length, 1);
  assert.equal(await mine.backend.asApp(() => 5), 5);
});

test("A job without a caller rejects with what its function throws", async () => {
  const { backend } = open();
  const error = new Error("mine");
  await assert.rejects(backend.asApp(() => { throw error; }), (thrown) => thrown === error);
  await assert.rejects(backend.asApp(async () => { throw error; }), (thrown) => thrown === error);
});

test("A query that begins its work when it is awaited does it as the app", async () => {
  const { backend } = open();
  const query = () => ({ then: (resolve, reject) => call().then(resolve, reject) });
  assert.equal(await backend.asApp(query), appToken());
});

test("Without a secret a job acts by the API key of its site", async () => {
  const mine = open({ appSecret: undefined, apiKey: API_KEY, siteId: "site" });
  assert.equal(await mine.backend.asApp(call), API_KEY);
  assert.equal(mine.sent.at(-1).headers.get("wix-site-id"), "site");
  const nothing = open({ appSecret: undefined });
  assert.equal(await codeOf(() => nothing.backend.asApp(call)), "elevation_refused");
});

test("A job acts on the site of the instance that it names, with a token of that site", async () => {
  const mine = open({ instanceId: undefined, sites: "any" });
  const as = (instanceId) => mine.backend.asApp(call, { instanceId });
  const names = ["a", "b", "a", "c", "b"];
  assert.deepEqual(await Promise.all(names.map(as)), names.map(appToken));
  assert.equal(mine.called("/oauth2/token").length, 3);
  assert.equal(await mine.backend.asApp(call), appToken("none"), "no instance is named where none is known");
});

/** Whose callers a backend takes, and on which site an elevation acts for a member of site "b". */
const ELEVATED = {
  "any site's": [{ instanceId: undefined, sites: "any" }, "b"],
  "those that a function takes": [{ instanceId: undefined, sites: () => true }, "b"],
  "those of an instance": [{ instanceId: "b" }, "b"],
  "those of a site, whose project has no instances": [{ instanceId: undefined, siteId: "site" }, "none"],
};

for (const [what, [options, expected]] of Object.entries(ELEVATED)) {
  test(`An elevation acts on the site of its caller: ${what}`, async () => {
    const mine = open(options);
    const ask = mine.backend.api(Permissions.SiteMember, async () => new Response(JSON.stringify(await elevate(call)()) === JSON.stringify(appToken(expected)) ? "theirs" : "another's"));
    assert.equal(await (await ask(request("/", memberToken("ann", "b")))).text(), "theirs");
  });
}

test("A hundred elevations for members of ten sites at once: each acts on the caller's", async () => {
  const mine = open({ instanceId: undefined, sites: "any" });
  const ask = mine.backend.api(Permissions.SiteMember, async (_, { identity }) => {
    await settled();
    return Response.json(await elevate(call)() === appToken(identity.instanceId));
  });
  const all = await Promise.all(Array.from({ length: 100 }, (_, number) => ask(request("/", memberToken(`m${number}`, `i${number % 10}`)))));
  assert.deepEqual(await Promise.all(all.map((response) => response.json())), Array(100).fill(true));
  assert.equal(mine.called("/oauth2/token").length, 10);
});

test("A hundred jobs and requests at once: each acts as itself", async () => {
  const mine = open({ instanceId: undefined, sites: "any" });
  const pause = () => new Promise((done) => setTimeout(done, Math.random() * 20));
  const ask = mine.backend.api(Permissions.Anyone, async () => {
    await pause();
    const own = await call();
    await pause();
    return Response.json([own, await codeOf(() => mine.backend.asApp(call))]);
  });
  await Promise.all(Array.from({ length: 100 }, async (_, number) => {
    if (number % 2) {
      const token = memberToken(`m${number}`);
      assert.deepEqual(await (await ask(request("/", token))).json(), [token, "has_caller"]);
    } else {
      const instanceId = `i${number % 10}`;
      assert.equal(await mine.backend.asApp(async () => (await pause(), await call()), { instanceId }), appToken(instanceId));
    }
  }));
  assert.deepEqual(new Set(mine.called("/oauth2/token-info").concat(mine.called("/oauth2/token"))), new Set([null]));
});

for (const url of ["https://shop.example/x", "https://www.wixapis.com.evil.example/x", "http://www.wixapis.com/x"]) {
  test(`Nothing that a job sends as the app goes to ${url}, although the audience has it`, async () => {
    const mine = open({ audience: ["https://shop.example", "http://www.wixapis.com"] });
    assert.equal(await codeOf(() => mine.backend.asApp(() => call(url))), "foreign_origin");
    assert.deepEqual(mine.sent, []);
  });
}

/** What runs within a request, each with `attempt` in it. */
const WITHIN = {
  "an endpoint": (backend, attempt) => backend.api(Permissions.Anyone, async () => Response.json(await attempt())),
  "an elevated function": (backend, attempt) => backend.api(Permissions.Anyone, async () => Response.json(await elevate(attempt)())),
  "a web method": (backend, attempt) => backend.handle({ shop: { method: webMethod(Permissions.Anyone, attempt) } }),
  "a permission function": (backend, attempt) => backend.api(async () => { await attempt(); return true; }, () => new Response()),
  "a permission function of a web method": (backend, attempt) => backend.handle({ shop: { method: webMethod(async () => { await attempt(); return true; }, () => 1) } }),
  "a stream": (backend, attempt) => backend.api(Permissions.Anyone, () => new Response(new ReadableStream({
    async pull(controller) {
      await settled();
      await attempt();
      controller.close();
    },
  }))),
};

for (const [where, serve] of Object.entries(WITHIN)) {
  for (const others of [false, true]) {
    test(`In ${where} a job does not run${others ? ", nor one of another backend" : ""}`, async () => {
      const mine = open();
      const { backend } = others ? open({ appId: "other" }) : mine;
      let code;
      let count = 0;
      const response = await serve(mine.backend, async () => code = await codeOf(() => backend.asApp(() => count++)))(request());
      await response.text();
      assert.deepEqual([response.status, code, count], [200, "has_caller", 0]);
      assert.deepEqual(mine.called("/oauth2/token"), []);
    });
  }

  test(`Nor in what ${where} has left running when its request is over`, async () => {
    const mine = open();
    const codes = [];
    let count = 0;
    const late = async (ticks) => {
      for (let tick = 0; tick < ticks; tick++) await settled();
      codes.push(await codeOf(() => mine.backend.asApp(() => count++)));
    };
    let timer;
    const response = await serve(mine.backend, async () => {
      void late(20);
      timer = new Promise((done) => setTimeout(() => done(late(0)), 50));
    })(request());
    await response.text();
    await timer;
    for (let tick = 0; tick < 30; tick++) await settled();
    assert.deepEqual([codes, count], [["has_caller", "has_caller"], 0]);
  });
}

test("A request that is served within a job has its own caller", async () => {
  const mine = open();
  const ask = mine.backend.api(Permissions.Anyone, async () => Response.json([await call(), await codeOf(() => mine.backend.asApp(call))]));
  const served = await mine.backend.asApp(async () => [await (await ask(request())).json(), await call()]);
  assert.deepEqual(served, [[memberToken(), "has_caller"], appToken()]);
});

test("What a job has left running acts as the app no more, however it ended", async () => {
  for (const end of [() => 1, () => { throw new Error("over"); }]) {
    const mine = open();
    const late = [];
    await mine.backend.asApp(async () => {
      const inner = elevate(async () => {
        for (let tick = 0; tick < 20; tick++) await settled();
        return call();
      });
      late.push(codeOf(inner), codeOf(async () => {
        for (let tick = 0; tick < 20; tick++) await settled();
        return call();
      }));
      return end();
    }).catch(() => {});
    assert.deepEqual(await Promise.all(late), ["elevation_over", "elevation_over"]);
    assert.deepEqual(mine.called("/x"), []);
  }
});

test("A call of a job that is still being prepared when the job ends is not sent", async () => {
  const mine = open();
  let call, controller;
  await mine.backend.asApp(async () => {
    const body = new ReadableStream({ start: (its) => void (controller = its) });
    call = codeOf(() => elevate(() => fetchWithAuth(`${API}/x`, { method: "POST", body, duplex: "half" }))());
  });
  controller.close();
  assert.equal(await call, "elevation_over");
  assert.deepEqual(mine.called("/x"), []);
});

test("A job within a job, and one that a job has left running, is a job of its own", async () => {
  const mine = open({ instanceId: undefined, sites: "any" });
  let late;
  const both = await mine.backend.asApp(async () => {
    const inner = await mine.backend.asApp(call, { instanceId: "b" });
    late = settled().then(() => mine.backend.asApp(call, { instanceId: "c" }));
    return [inner, await call()];
  }, { instanceId: "a" });
  assert.deepEqual([both, await late], [[appToken("b"), appToken("a")], appToken("c")]);
});

test("A log and `sites` are called outside of requests, so they can run a job", async () => {
  const found = [];
  const mine = open({
    instanceId: undefined,
    sites: async () => (found.push(await mine.backend.asApp(call, { instanceId: "a" })), true),
    log: async ({ type }) => void (type === "answered" && found.push(await mine.backend.asApp(call, { instanceId: "b" }))),
  });
  const ask = mine.backend.api(Permissions.SiteMember, () => new Response());
  assert.equal((await ask(request())).status, 200);
  for (let tick = 0; tick < 20; tick++) await settled();
  assert.deepEqual(found, ["a", "b"].map(appToken));
});

test("A job has no context", async () => {
  const { backend } = open();
  assert.equal(await backend.asApp(() => codeOf(getContext)), "not_identified");
  assert.equal(await codeOf(call), "not_identified");
});

test("A log hears of each job, by the name of its function, and of no token", async () => {
  const mine = open({ instanceId: undefined, sites: "any" });
  await mine.backend.asApp(async function nightly() {
    await call();
  }, { instanceId: "a" });
  const [{ when, ...event }] = mine.events;
  assert.deepEqual(event, { type: "app", what: "nightly", instanceId: "a" });
  assert.ok(when instanceof Date);
  assert.doesNotMatch(JSON.stringify(mine.events), new RegExp(`${appToken("a")}|${APP_SECRET}`));
});

test("What is no job is refused before anything is sent", async () => {
  const { backend, sent } = open();
  for (const fn of [undefined, null, "fn", {}, function* () {}, async function* () {}]) {
    assert.equal(await codeOf(() => backend.asApp(fn)), "invalid_options");
  }
  assert.equal(await codeOf(() => backend.asApp(() => (function* () {})())), "invalid_options");
  for (const instanceId of ["", " ", 5, null, {}]) {
    assert.equal(await codeOf(() => backend.asApp(call, { instanceId })), "invalid_options");
  }
  assert.deepEqual(sent, []);
});
