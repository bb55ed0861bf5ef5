// Each permission for each kind of caller: let in, unknown, or not allowed; exactly.
import { equal, ok } from "../assert.js";
import { client, control } from "../world.js";
import { key, test } from "./backend.js";

const IN = [200, null];
const MISSING = [401, "Bearer", "token_missing"];
const INVALID = [401, 'Bearer error="invalid_token"', "token_invalid"];
const FOREIGN = [401, 'Bearer error="invalid_token"', "token_foreign"];
const DENIED = [403, 'Bearer error="insufficient_scope"', "permission_denied"];

const PERMISSIONS = ["anyone", "member", "admin", "even"];
const REQUIRES = { member: "Requires SiteMember. ", admin: "Requires Admin. ", even: "" };
const all = (results) => PERMISSIONS.map(() => results);

const kind = (name) => async (mine) => mine.token(name);
const dead = async (mine) => {
  const token = await mine.token("member");
  await mine.revokeAccess();
  return token;
};
const abroad = (settings) => async () => {
  const other = await client(settings);
  return (await control("POST", `/clients/${other.id}/member`)).access_token;
};
const own = key();
const guid = () => crypto.randomUUID();

//  who: [a token, the response of each permission, settings, options]
const CALLERS = {
  nobody: [() => undefined, all(MISSING)],
  "an empty Authorization": [() => " ", all(MISSING)],
  "a scheme without a token": [() => "Bearer", all(MISSING)],
  garbage: [() => "garbage", all(INVALID)],
  "what is no token": [() => "two words", all(INVALID)],
  "a visitor": [kind("visitor"), [IN, DENIED, DENIED, DENIED]],
  "a visitor, with a scheme": [async (mine) => `Bearer ${await mine.token("visitor")}`, [IN, DENIED, DENIED, DENIED]],
  "a member": [kind("member"), [IN, IN, DENIED, IN]],
  "a member, by an answer in texts": [kind("member"), [IN, IN, DENIED, IN], { infoAsStrings: true }],
  "a Wix user": [kind("user"), [IN, DENIED, IN, IN]],
  "the app": [kind("app"), [IN, DENIED, DENIED, IN]],
  "a caller with the API key": [() => own.apiKey, [IN, DENIED, IN, IN], own.settings, own.options],
  "somebody with another API key": [() => key().apiKey, all(INVALID), own.settings, own.options],
  "a member whose token has ended": [kind("member"), all(INVALID), { ttl: 0 }],
  "a member whose token was revoked": [dead, all(INVALID)],
  "a refresh token": [async (mine) => (await mine.mint("member")).refresh_token, all(INVALID)],
  "a member of another app": [abroad(), all(FOREIGN)],
  "a member of another site": [kind("member"), all(FOREIGN), {}, { siteId: guid() }],
  "a member of another instance": [kind("member"), all(FOREIGN), {}, { instanceId: guid() }],
  "a member of the right site and instance": [
    kind("member"), [IN, IN, DENIED, IN],
    { siteId: "51e00000-0000-4000-8000-000000000001", instanceId: "51e00000-0000-4000-8000-000000000002" },
    { siteId: "51e00000-0000-4000-8000-000000000001", instanceId: "51e00000-0000-4000-8000-000000000002" },
  ],
};

for (const [who, [token, results, settings, options]] of Object.entries(CALLERS)) {
  test(`Web methods and API endpoints let in whom their permission says, and challenge as RFC 6750 §3.1 says: ${who} (row 18)`, async ({ backend }) => {
    const mine = await backend(settings, options);
    const shown = await token(mine);
    for (const path of ["/api/shop", "/endpoint"]) {
      for (const [index, permission] of PERMISSIONS.entries()) {
        const [status, challenge, code] = results[index];
        const answer = await mine.call(`${path}/${permission}`, shown);
        equal([answer.status, answer.challenge, answer.code], [status, challenge, code], `${path}/${permission}`);
        if (code) refusal(answer);
        if (code === "permission_denied") equal(answer.json.error.message, `${REQUIRES[permission]}The caller does not have permission.`);
      }
    }
  });
}

/** A code and a sentence, and nothing that tells how it is made. */
function refusal({ json, text, header }) {
  equal([Object.keys(json), Object.keys(json.error)], [["error"], ["code", "message"]]);
  ok(/^[A-Z].*\.$/.test(json.error.message), `a sentence, got ${json.error.message}`);
  ok(!/stack|\.m?js|\bat /.test(text), `no stack in ${text}`);
  equal([header("cache-control"), header("content-type"), header("x-content-type-options")], ["no-store", "application/json", "nosniff"]);
}

test("Tokens of the page's own OAuth app are taken where the app has another, and those of a third are not", async ({ backend }) => {
  const mine = await backend({}, { appId: "another-app" });
  equal((await mine.call("/api/shop/anyone", await mine.token("visitor"))).code, "token_foreign");
  const listed = await client();
  const both = await backend({}, { clientIds: [listed.id] });
  const { access_token } = await control("POST", `/clients/${listed.id}/member`);
  equal((await both.call("/api/shop/member", access_token)).status, 200);
  equal((await both.call("/api/shop/member", await both.token("member"))).status, 200);
  equal((await both.call("/api/shop/member", await mine.token("member"))).code, "token_foreign");
});

test("A permission of one's own has to say true: nothing else lets anybody in, and what it throws is not shown", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("member");
  equal((await mine.call("/api/shop/nearly", token)).code, "permission_denied");
  const { status, code, text } = await mine.call("/api/shop/unsure", token);
  equal([status, code, text.includes("secret")], [500, "internal", false]);
});

test("A token in a query, a cookie or a form is none (row 18)", async ({ backend }) => {
  const mine = await backend();
  const token = await mine.token("member");
  equal((await mine.call(`/api/shop/member?access_token=${token}`)).code, "token_missing");
  equal((await mine.call("/api/shop/member", undefined, { body: JSON.stringify([{ access_token: token }]) })).code, "token_missing");
});

test("What belongs to somebody is given to its owner alone: other members, and other kinds with the same id, get 403", async ({ backend }) => {
  const mine = await backend();
  const [first, second] = [await mine.mint("member"), await mine.mint("member")];
  const ask = async ({ access_token }, id) => (await mine.call("/api/shop/mine", access_token, { body: JSON.stringify([id]) })).code ?? "theirs";
  equal(await ask(first, first.memberId), "theirs");
  for (const id of [second.memberId, "", null, 5, [first.memberId], { toString: 1 }]) equal(await ask(first, id), "not_owner", JSON.stringify(id));
  equal(await ask(await mine.mint("visitor"), first.memberId), "not_owner");
});
