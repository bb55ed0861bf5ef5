import { createAuth } from "fetch-with-auth";
import { expect, it } from "vitest";

import { shop } from "./shop.js";

it("signs its calls", async () => {
  expect(await shop(process.env.API, (options) => createAuth(options).fetchWithAuth)).toBe("3 signed calls, 1 token request");
});
