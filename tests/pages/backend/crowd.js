// Many at once: nobody is taken for somebody else, and nobody is elevated because another is.
import { equal } from "../assert.js";
import { control } from "../world.js";
import { test } from "./backend.js";

const KINDS = ["visitor", "member", "user"];
const PAUSES = [[5, 1, 9, 3], [0, 4, 2, 8], [7, 0, 1, 2]];

const crowd = (mine, size) =>
  Promise.all(Array.from({ length: size }, async (_, index) => {
    const kind = KINDS[index % 3];
    const made = await control("POST", `/clients/${mine.id}/${kind}`);
    return { kind, id: made[`${kind}Id`], token: made.access_token, pauses: PAUSES[index % 3] };
  }));

/** The response that one of them has to get. */
function check({ kind, id }, { asked, before, after }, app) {
  equal([before.type, before[`${kind}Id`], after], [kind, id, before], "the identity");
  for (const { elevated, subject } of asked) {
    equal(subject, elevated ? { subjectType: "APP", subjectId: app } : { subjectType: kind.toUpperCase(), subjectId: id }, elevated ? "elevated" : "its own");
  }
}

async function elevated(mine, people) {
  const who = (await mine.events()).filter(({ type }) => type === "elevated").map(({ who }) => who[`${who.type}Id`]);
  equal(who.sort(), people.flatMap(({ id }) => [id, id]).sort(), "for whom something was elevated");
}

test("A hundred requests of visitors, members and users from a page, each elevated and not in turn: each acts as itself, or as the app", async ({ backend }) => {
  const mine = await backend();
  const people = await crowd(mine, 100);
  await Promise.all(people.map(async (one) => {
    const { json } = await mine.call("/api/shop/whoami", one.token, { body: JSON.stringify([one.pauses]) });
    check(one, json.result, mine.id);
  }));
  await elevated(mine, people);
  equal(await mine.grant("client_credentials"), 1);
});

test("The same in one moment", async ({ backend }) => {
  const mine = await backend();
  const people = await crowd(mine, 60);
  const results = await mine.together(people.map(({ token, pauses }) => ({ path: "/api/shop/whoami", token, body: [pauses] })));
  for (const [index, one] of people.entries()) check(one, results[index].json.result, mine.id);
  await elevated(mine, people);
  equal(await mine.grant("client_credentials"), 1);
});
