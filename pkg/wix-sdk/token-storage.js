// The storage of a strategy, and what a caller that waits for no promise sees of it.

import { compose, EMPTY_TOKENS, parse, toExtra, toText, toTokens } from '../tokens.js'
import { isPage } from '../../src/browser/surroundings.js'

// The SDK's storage in memory.
export const createLocalTokenStorage = initialTokens => {
  let tokens = initialTokens
  return {
    getTokens: () => tokens,
    setTokens(next) {
      tokens = next
    },
  }
}

// A storage of ours over a TokenStorage of the SDK, sync or async. If it is
// synchronous, an exchange is one step in this page; if not, exchanges queue up.
export const overTokenStorage = tokenStorage => {
  let queue = Promise.resolve()
  const read = () => then(tokenStorage.getTokens(), tokens => toText(tokens, tokens?.fetchWithAuth))
  const write = text => tokenStorage.setTokens({ ...toTokens(text), fetchWithAuth: toExtra(text) })
  return {
    // On a server one strategy may have many users.
    shared: isPage(),
    read,
    write,
    load: async () => read(),
    exchange(seen, next) {
      const done = queue.then(() => then(read(), text => text === seen && then(write(next), () => true)))
      queue = done.catch(() => {})
      return done
    },
  }
}

// The record's text after these tokens replaced those of `seen`. Beside a member the
// visitor stays.
const replaced = (seen, tokens) => {
  const before = parse(seen) ?? EMPTY
  const next = parse(toText(tokens)) ?? EMPTY
  const now = Math.floor(Date.now() / 1000)
  if (next.tokens && next.tokens.expiresAt > now) next.tokens.issuedAt = now
  const visitor = before.state == 'visitor' ? before.tokens : before.visitor
  return compose({ ...next, generation: before.generation + 1, visitor: isMember(next.state) ? visitor : undefined })
}

/** @type {import('../tokens.js').Record} */
const EMPTY = { generation: 0, state: 'empty' }

const isMember = state => /member|expired/.test(state)

export const isSame = (one, other) => [one, other]
  .map(({ accessToken, refreshToken }) => JSON.stringify([accessToken?.value, accessToken?.expiresAt, refreshToken?.value, refreshToken?.role]))
  .every((text, _, [first]) => text == first)

// A storage, and the last text that is known of it. While nothing is stored,
// `adoption` looks for what the site stores elsewhere. `changed` is called when the
// page begins to act as another person.
export const mirrored = (storage, changed, adoption) => {
  let writes = 0
  let writing = Promise.resolve()
  const remember = text => {
    mirror.isKnown = true
    return mirror.text = text
  }
  const noteFailure = promise => promise.catch(error => {
    throw mirror.failure = error
  })
  const loadOrAdopt = async () => {
    const text = await storage.load()
    const adopted = text ? '' : adoption?.find() ?? ''
    if (!adopted) return text
    const isStored = await storage.exchange('', adopted)
    // What only this page has may be needed again.
    if (isStored && storage.shared) adoption.deleteMoved()
    return storage.load()
  }
  // Who signed out must not be imported again, whatever becomes of the storage.
  const noteSignOut = (seen, next) => {
    const [before, after] = [seen, next].map(text => parse(text)?.state)
    if (before != after && (after == 'empty' || (isMember(before) && !isMember(after)))) adoption?.deleteAll()
  }
  const write = async tokens => {
    for (;;) {
      const seen = await storage.load()
      const next = replaced(seen, tokens)
      noteSignOut(seen, next)
      if (await storage.exchange(seen, next)) return remember(next)
    }
  }
  const mirror = {
    text: '',
    isKnown: !!storage.read,
    get shared() {
      return storage.shared
    },
    open: () => storage.open?.(),
    async load() {
      await writing
      const text = await noteFailure(loadOrAdopt())
      return writes ? text : remember(text)
    },
    async exchange(seen, next) {
      const isStored = await noteFailure(storage.exchange(seen, next))
      if (isStored) {
        remember(next)
        noteSignOut(seen, next)
        if (parse(seen)?.state != parse(next)?.state) changed()
      }
      return isStored
    },
    forgetAdoptable: () => adoption?.deleteAll(),
    // What is set is visible at once, and stored as soon as possible.
    async set(tokens) {
      changed()
      const seen = storage.read?.() ?? mirror.text
      if (!seen.then) noteSignOut(seen, replaced(seen, tokens))
      if (storage.read && !seen.then) return storage.write(remember(replaced(seen, tokens)))
      remember(replaced(mirror.text, tokens))
      writes++
      const done = writing.then(() => write(tokens)).finally(() => writes--)
      writing = done.catch(() => {})
      return done
    },
    // The current tokens, as far as they can be known without waiting. An expired
    // member has none.
    get tokens() {
      const read = storage.read?.()
      const text = typeof read == 'string' ? read : mirror.text
      return parse(text)?.tokens ? toTokens(text) : EMPTY_TOKENS
    },
  }
  return mirror
}

const then = (value, next) => value?.then ? value.then(next) : next(value)
