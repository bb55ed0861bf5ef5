import { startDev } from "./index.js";

/** Fixtures for `test.extend()`: see vitest.d.ts. */
export const fixtures = {
  wix: [
    async ({}, use) => {
      const wix = await startDev();
      try {
        await use(wix);
      } finally {
        await wix.stop();
      }
    },
    { scope: "file" },
  ],
};
