// Runs something once for an ID: not again after it succeeded, and not at the same time;
// but again after it failed, since Wix then sends the webhook again.

import { now } from './memory.js'

// Resolves to 'run', 'repeated' or 'running', and rejects if `run` does. What the store
// fails with after `run` has succeeded goes to `onFailure`.
export const once = async (store, id, until, run, onFailure) => {
  if (await store.has(id)) return 'repeated'
  // If the process ends meanwhile, the webhook can be handled after that time.
  const lease = `${id}.running`
  if (!await store.add(lease, Math.ceil(now()) + LEASE_S)) return 'running'
  try {
    // It may have succeeded between the two.
    if (await store.has(id)) return 'repeated'
    await run()
    await attempt(() => store.add(id, until), onFailure)
    return 'run'
  } finally {
    await attempt(() => store.delete(lease), onFailure)
  }
}

const attempt = async (work, onFailure) => {
  try {
    await work()
  } catch (error) {
    onFailure(error)
  }
}

// Much longer than Wix waits for a response, which is 1.25 seconds.
const LEASE_S = 600
