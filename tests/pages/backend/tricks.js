// What is validated is what is sent, in every runtime of a backend.
import { equal, ok } from "../assert.js";
import { api, foreign, foreignAuthorizations } from "../world.js";
import { test } from "./backend.js";

test("No token goes to a foreign origin by what a Request shows, as the caller and as the app", async ({ backend }) => {
  const mine = await backend();
  const heard = await foreignAuthorizations();
  const { status, json } = await mine.call("/endpoint/tricks", await mine.token("member"), { body: foreign });
  equal(status, 200);
  ok(json.length > 20, `${json.length} tricks`);
  equal(json.filter(([, , outcome]) => ![api, "foreign_origin", "TypeError"].includes(outcome)), [], "tricks that led elsewhere");
  equal(await foreignAuthorizations(), heard, "tokens that the foreign origin heard");
});
