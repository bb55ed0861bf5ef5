// Where the strategy's session is kept, and what a caller who waits for no
// promise sees of it.

import { compose, EMPTY_TOKENS, parse, toExtra, toText, toTokens } from '../tokens.js'
import { isPage } from '../../src/browser/surroundings.js'

// A storage of ours over a TokenStorage of the SDK, sync or async. Where it is
// synchronous an exchange is one step in this page; where not, exchanges queue
// up.
export const over = tokenStorage => {
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

// The record's text after these tokens took the place of what there was. Beside
// a member the visitor stays.
export const become = (seen, tokens) => {
  const was = parse(seen) ?? { generation: 0 }
  const next = parse(toText(tokens)) ?? { state: 'empty' }
  const now = Math.floor(Date.now() / 1000)
  if (next.tokens?.expiresAt > now) next.tokens.issuedAt = now
  const visitor = was.state == 'visitor' ? was.tokens : was.visitor
  return compose({ ...next, generation: was.generation + 1, visitor: isMember(next.state) ? visitor : undefined })
}

const isMember = state => /member|expired/.test(state)

export const isSame = (one, other) => [one, other]
  .map(({ accessToken, refreshToken }) => JSON.stringify([accessToken?.value, accessToken?.expiresAt, refreshToken?.value, refreshToken?.role]))
  .every((text, _, [first]) => text == first)

// A storage, and the last text that it is known to have. While nothing is stored
// `adopted` is asked for what the site keeps elsewhere. `left`: hears that the
// page acts as somebody else.
export const mirrored = (storage, left, adopted) => {
  let writes = 0
  let writing = Promise.resolve()
  const see = text => {
    place.isKnown = true
    return place.text = text
  }
  const noted = promise => promise.catch(error => {
    throw place.failure = error
  })
  const stored = async () => {
    const text = await storage.load()
    const taken = text ? '' : adopted?.take() ?? ''
    if (!taken) return text
    const isStored = await storage.exchange('', taken)
    // What only this page has may be needed again.
    if (isStored && storage.shared) adopted.moved()
    return storage.load()
  }
  // Who signed out must not be adopted again, whatever becomes of the storage.
  const noteSignOut = (seen, next) => {
    const [was, is] = [seen, next].map(text => parse(text)?.state)
    if (was != is && (is == 'empty' || (isMember(was) && !isMember(is)))) adopted?.forget()
  }
  const write = async tokens => {
    for (;;) {
      const seen = await storage.load()
      const next = become(seen, tokens)
      noteSignOut(seen, next)
      if (await storage.exchange(seen, next)) return see(next)
    }
  }
  const place = {
    text: '',
    isKnown: !!storage.read,
    get shared() {
      return storage.shared
    },
    async load() {
      await writing
      const text = await noted(stored())
      return writes ? text : see(text)
    },
    async exchange(seen, next) {
      const done = await noted(storage.exchange(seen, next))
      if (done) {
        see(next)
        noteSignOut(seen, next)
        if (parse(seen)?.state != parse(next)?.state) left()
      }
      return done
    },
    forget: () => adopted?.forget(),
    // What is set is seen at once, and stored as soon as it can be.
    async set(tokens) {
      left()
      const seen = storage.read?.() ?? place.text
      if (!seen.then) noteSignOut(seen, become(seen, tokens))
      if (storage.read && !seen.then) return storage.write(see(become(seen, tokens)))
      see(become(place.text, tokens))
      writes++
      const done = writing.then(() => write(tokens)).finally(() => writes--)
      writing = done.catch(() => {})
      return done
    },
    // The tokens by now, as far as that can be known at once. An expired member
    // has none.
    get tokens() {
      const read = storage.read?.()
      const text = typeof read == 'string' ? read : place.text
      return parse(text)?.tokens ? toTokens(text) : EMPTY_TOKENS
    },
  }
  return place
}

const then = (value, next) => value?.then ? value.then(next) : next(value)

