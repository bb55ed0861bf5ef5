// Each permission for each kind of caller: let in, unknown, or not allowed; exactly.
import { equal } from "../assert.js";
import { test } from "../runner.js";
import { app } from "./backend.js";

const TABLE = {
  //            anyone, member, admin
  nobody: [401, 401, 401],
  garbage: [401, 401, 401],
  visitor: [200, 403, 403],
  member: [200, 200, 403],
  user: [200, 403, 200],
  app: [200, 403, 403],
};

for (const [who, statuses] of Object.entries(TABLE)) {
  test(`Web methods and API endpoints let in whom their permission says: ${who}`, async () => {
    const mine = await app();
    const token = who === "nobody" ? undefined : who === "garbage" ? "garbage" : await mine.token(who);
    for (const path of ["/api/shop", "/endpoint"]) {
      const told = [];
      for (const permission of ["anyone", "member", "admin"]) told.push((await mine.call(`${path}/${permission}`, token)).status);
      equal(told, statuses, `${who} at ${path}`);
    }
  });
}
