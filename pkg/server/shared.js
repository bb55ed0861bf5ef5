// What several processes share of their sessions, by the option `shared`: src/server/renew.rs
// says what for. Names, keys and values have no token in them.

import { runOutside } from '../backend/request-context.js'
import { keyedName, seals } from './seal.js'
import { inTime } from './sessions-host.js'

export const sharedStore = ({ clientId, secrets, shared }) => {
  const { seal, open } = seals(secrets, `shared\n${clientId}`)
  // By ticket: what releases the lock.
  const held = new Map()
  // Every process has the last secret until it is removed everywhere.
  const nameOf = async (kind, of) => `fetch-with-auth:${kind}:${await keyedName(secrets.at(-1), `${clientId}\n${kind}\n${of}`)}`

  return {
    // Resolves to whether it was taken in time. One that is granted later is released at once.
    async lock(ticket, kind, of) {
      const name = await nameOf(kind, of)
      let isLate = false
      const taken = new Promise(resolve => {
        const task = () => isLate ? Promise.resolve() : new Promise(release => {
          held.set(ticket, release)
          resolve(true)
        })
        runOutside(async () => shared.lock(name, task)).catch(() => {}).then(() => resolve(false))
      })
      const isTaken = await inTime(taken, MAX_LOCK_WAIT_MS) ?? false
      isLate = !isTaken
      return isTaken
    },
    unlock(ticket) {
      held.get(ticket)?.()
      held.delete(ticket)
    },
    // Resolves to the value, undefined if there is none, or null if the store has failed.
    async read(kind, of) {
      try {
        const key = await nameOf(kind, of)
        const value = await inTime(runOutside(async () => await shared.read(key) ?? undefined).then(value => [value]), MAX_STORE_MS)
        if (!value) return null
        const [sealed] = value
        return sealed === undefined ? undefined : await open(`${sealed}`) ?? null
      } catch {
        return null
      }
    },
    async write(kind, of, text, seconds) {
      try {
        const key = await nameOf(kind, of)
        const sealed = await seal(text)
        await inTime(runOutside(async () => shared.write(key, sealed, seconds)), MAX_STORE_MS)
      } catch {}
    },
  }
}

// Another process may hold it for as long as a token request takes.
const MAX_LOCK_WAIT_MS = 15_000
const MAX_STORE_MS = 3000
