import type { Dev, StorageState } from './index.js'

/**
 * Fixtures for Playwright's `test.extend<WixFixtures>(fixtures)`. They connect to the local Wix that
 * `webServer` of your configuration starts: `npx fetch-with-auth-dev`.
 */
export declare const fixtures: {
  wixPort: [number | undefined, { option: true }]
  signedInAs: [string | undefined, { option: true }]
  wix: (fixtures: { wixPort: number | undefined }, use: (wix: Dev) => Promise<void>) => Promise<void>
  storageState: (
    fixtures: { wix: Dev; signedInAs: string | undefined; baseURL: string | undefined; storageState: any },
    use: (state: any) => Promise<void>,
  ) => Promise<void>
}

export interface WixFixtures {
  /** The port of the local Wix. @defaultValue 4949 */
  wixPort: number | undefined
  /**
   * The member who has logged in on the page of `baseURL`; undefined is nobody. For
   * `test.use({ signedInAs: 'ada' })`.
   *
   * @defaultValue undefined
   */
  signedInAs: string | undefined
  /** The local Wix. Faults end with the test. */
  wix: Dev
}

export type { Dev, StorageState }
