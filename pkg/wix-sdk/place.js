// Where the strategy's session is kept, and what a caller who waits for no
// promise sees of it.

import { compose, EMPTY_TOKENS, parse, toExtra, toText, toTokens } from '../tokens.js'

// A storage of ours over a TokenStorage of the SDK, sync or async. Where it is
// synchronous an exchange is one step in this page; where not, exchanges queue
// up.
export const over = tokenStorage => {
  let queue = Promise.resolve()
  const read = () => then(tokenStorage.getTokens(), tokens => toText(tokens, tokens?.fetchWithAuth))
  const write = text => tokenStorage.setTokens({ ...toTokens(text), fetchWithAuth: toExtra(text) })
  return {
    // On a server one strategy may have many users.
    shared: !!globalThis.document,
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
  const isMember = /member|expired/.test(next.state)
  const visitor = was.state == 'visitor' ? was.tokens : was.visitor
  return compose({ ...next, generation: was.generation + 1, visitor: isMember ? visitor : undefined })
}

export const isSame = (one, other) => [one, other]
  .map(({ accessToken, refreshToken }) => JSON.stringify([accessToken?.value, accessToken?.expiresAt, refreshToken?.value, refreshToken?.role]))
  .every((text, _, [first]) => text == first)

// A storage, and the last text that it is known to have. What nobody stored yet
// is looked for where sites keep their tokens today, once: from then on there
// is a record. `left`: hears that the page speaks as somebody else.
export const mirrored = (storage, left, adopted) => {
  let writes = 0
  let writing = Promise.resolve()
  const see = text => place.text = text
  const noted = promise => promise.catch(error => {
    throw place.failure = error
  })
  const stored = async () => {
    const text = await storage.load()
    const taken = text ? '' : adopted?.() ?? ''
    if (!taken) return text
    await storage.exchange('', taken)
    return storage.load()
  }
  const write = async tokens => {
    for (;;) {
      const seen = await storage.load()
      const next = become(seen, tokens)
      if (await storage.exchange(seen, next)) return see(next)
    }
  }
  const place = {
    text: '',
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
        if (parse(seen)?.state != parse(next)?.state) left()
      }
      return done
    },
    // What is set is seen at once, and stored as soon as it can be.
    async set(tokens) {
      left()
      const seen = storage.read?.() ?? place.text
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

// The record's text of a session that the site keeps in the cookie of Wix, or in
// localStorage under one of these keys; a member's if there is one. Tokens that
// do not say whose client they are have to be renewed first: another client's
// are refused then.
export const adoption = (clientId, keys, found) => {
  const finds = [attempt(() => found(clientId)), ...keys.map(key => attempt(() => item(key, clientId)))]
  const texts = finds.filter(Boolean).map(({ tokens, extra, isBound }) => {
    const { refreshToken } = tokens
    return isBound ? toText(tokens, extra) : toText({ refreshToken })
  }).filter(Boolean)
  return texts.find(text => parse(text).state == 'member') ?? texts[0] ?? ''
}

const item = (key, clientId) => {
  const json = JSON.parse(localStorage.getItem(key))
  if (json.clientId !== undefined && json.clientId !== clientId) return
  // All of it, or only the refresh token.
  const tokens = json.tokens ?? (json.role ? { refreshToken: json } : json)
  return { tokens, isBound: json.clientId === clientId }
}

const attempt = act => {
  try {
    return act()
  } catch {}
}

const then = (value, next) => value?.then ? value.then(next) : next(value)
