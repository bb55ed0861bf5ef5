import { connectDev } from "./index.js";

/** Fixtures for `test.extend()`: see playwright.d.ts. */
export const fixtures = {
  wixPort: [undefined, { option: true }],
  signedInAs: [undefined, { option: true }],

  wix: async ({ wixPort }, use) => {
    const wix = await connectDev({ port: wixPort });
    try {
      await use(wix);
    } finally {
      await wix.mend();
    }
  },

  storageState: async ({ wix, signedInAs, baseURL, storageState }, use) => {
    await use(signedInAs === undefined ? storageState : await wix.storageState(signedInAs, { page: baseURL }));
  },
};
