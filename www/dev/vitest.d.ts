import type { RunningDev } from './index.js'

/**
 * Fixtures for Vitest's `test.extend<WixFixtures>(fixtures)`, from Vitest 3.2 on: a local Wix of its own, on free
 * ports, for each test file that uses `wix`.
 */
export declare const fixtures: {
  wix: [(fixtures: object, use: (wix: RunningDev) => Promise<void>) => Promise<void>, { scope: 'file' }]
}

export interface WixFixtures {
  wix: RunningDev
}
