// What is done as the app, and where that ends.
import { equal } from "../assert.js";
import { api, app, foreign, foreignAuthorizations, site } from "../world.js";
import { key, test } from "./backend.js";

const body = (...given) => ({ body: JSON.stringify(given) });

test("What a member may not do alone the app does for them, and only that call: their own goes out as them", async ({ backend }) => {
  const mine = await backend();
  const auth = mine.auth();
  await auth.signInWithTokens(await mine.mint("member"));
  equal(await mine.shop(auth).restock("vase"), { own: 403, app: 200, elevated: 1 });
  equal(await mine.changes(), ["APP"]);
  const [{ what, who }] = (await mine.events()).filter(({ type }) => type === "elevated");
  equal([what, who.type], ["increment", "member"]);
});

test("What an elevated function has left running acts no more as the app, and its closures act as the caller", async ({ backend }) => {
  const mine = await backend();
  const { json } = await mine.call("/api/shop/later", await mine.token("member"), body("vase"));
  equal(json.result, { closure: 403, call: "elevation_over", timer: "elevation_over" });
  equal(await mine.changes(), []);
});

test("When its handler has ended nothing is elevated any more", async ({ backend }) => {
  const mine = await backend();
  const { text } = await mine.call("/endpoint/lingers", await mine.token("member"), { body: "vase" });
  equal([text, await mine.changes()], ["elevation_over", []]);
});

test("A stream that is the answer acts as its caller while it is read", async ({ backend }) => {
  const mine = await backend();
  const { access_token, memberId } = await mine.mint("member");
  const { status, text } = await mine.call("/endpoint/streams", access_token);
  equal([status, text], [200, `MEMBER ${memberId}\n`.repeat(3)]);
});

test("What an elevated function answers is awaited as the app, also if it begins its work only then", async ({ backend }) => {
  const mine = await backend();
  const { json } = await mine.call("/api/shop/restockLazily", await mine.token("member"), body("vase"));
  equal([json.result, await mine.changes()], [200, ["APP"]]);
});

const elsewhere = {
  "somebody else's origin": `${foreign}/echo`,
  "the app's own backend": `${app}/echo`,
  "the site": `${site}/echo`,
  "the API's host at another port": api.replace(/\d+$/, "1"),
  "a blob of the API's": `blob:${api}/echo`,
  "the API's name as a user": `${foreign.replace("//", `//${new URL(api).host}@`)}/echo`,
};

for (const [where, url] of Object.entries(elsewhere)) {
  test(`Nothing that is elevated is sent to ${where}, by token or by key`, async ({ backend }) => {
    const before = await foreignAuthorizations();
    const own = key();
    for (const mine of [await backend({}, { audience: [app] }), await backend(own.settings, { ...own.options, appSecret: null })]) {
      const { json } = await mine.call("/api/shop/abroad", await mine.token("visitor"), body(url));
      equal(json.result, "foreign_origin");
      equal((await mine.asked()).filter(({ pathname }) => pathname.startsWith("/echo")), []);
    }
    equal(await foreignAuthorizations(), before);
  });
}

test("Nor with an Authorization of its own", async ({ backend }) => {
  const mine = await backend();
  const { json } = await mine.call("/api/shop/abroad", await mine.token("visitor"), body(`${api}/echo`, { headers: { authorization: "mine" } }));
  equal(json.result, "authorization_present");
});

for (const code of [301, 302, 303, 307, 308]) {
  test(`A redirect to somebody else's origin takes neither the app's token nor its key along: ${code} (§8.5 #40, row 22)`, async ({ backend }) => {
    const before = await foreignAuthorizations();
    const own = key();
    for (const mine of [await backend(), await backend(own.settings, { ...own.options, appSecret: null })]) {
      const { json } = await mine.call("/api/shop/abroad", await mine.token("visitor"), body(`${api}/echo?redirect=${encodeURIComponent(`${foreign}/echo`)}&code=${code}`, { redirect: "follow" }));
      equal(json.result, code, "the redirect itself");
    }
    equal(await foreignAuthorizations(), before);
  });
}

test("Where nobody's request is answered there is no caller to act for", async ({ backend }) => {
  const { elevate, fetch, context } = await (await backend()).outside();
  equal([elevate, fetch, context], ["not_identified", "not_identified", "not_identified"]);
});
