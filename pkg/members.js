// What a page needs now and then, loaded when it is first called: every way to
// log in, and back. What each name promises is in index.d.ts.

import { instantiate, start_job as start, step_job as step, stop_job as stop } from '#glue/members.js'
import encoded from '#glue/members-encoded.js'
import { check, unfit } from './arguments.js'
import { decode } from './decode.js'
import { Inside } from '../src/browser/members/inside.js'
import { jobs } from '../src/browser/members/jobs.js'
import { clean, responses } from '../src/browser/members/callback.js'
import { Secrets } from '../src/browser/members/secrets.js'

// The methods of an Auth. `of` is what it is made of.
export const begin = of => {
  if (!all.has(of)) all.set(of, methods(of))
  return all.get(of)
}

const all = new WeakMap()

let compiled
let loading
let running

// Asynchronous, as the signing module: some browsers refuse to compile on the
// main thread. A load that failed is tried again by the next call.
const load = () => loading ??= (async () => {
  compiled ??= await WebAssembly.compile(decode(encoded))
  await instantiate(compiled)
  return running = {}
})().catch(cause => {
  loading = undefined
  throw cause
})

const methods = of => {
  const error = (code, cause, detail = '') => new of.AuthError(code, cause, detail + (SENTENCES[code] ?? ''))
  const given = check(error)
  const inside = new Inside(of, error)

  // What one job does, and knows.
  const fresh = () => Object.assign(Object.create(inside), { secrets: new Secrets() })

  // Does a job of the module, to its end. What an awaited promise throws ends
  // the job, and is passed on as it is. After a panic the next job has a new
  // module.
  const run = async (number, argument, page = fresh()) => {
    if (number < TOKEN_INFO) ownTokens()
    const own = await load().catch(cause => {
      throw error('load_failed', cause, `${cause}. `)
    })
    return steps(own, number, argument, page)
  }

  const steps = (own, number, argument, page) => new Promise((resolve, reject) => {
    let job
    page.secrets.add(argument)
    Object.assign(page, {
      end: resolve,
      refuse: (code, cause, detail) => reject(error(code, OF_TOKENS.has(code) ? page.cause : cause ?? undefined, code == 'invalid_options' ? unfit(detail, argument) : detail)),
    })
    const next = came => {
      let awaited
      try {
        if (own != running) throw new Error('The module was reloaded')
        job ??= start(page, number, argument)
        jobs.brought = came
        if (step(job)) return
        awaited = jobs.take()
      } catch (cause) {
        if (own == running) running = loading = undefined
        return reject(error('internal', cause))
      }
      awaited.then(next, thrown => {
        if (own == running) stop(job)
        reject(thrown)
      })
    }
    next()
  })

  // Tokens that somebody else keeps are nobody's to change here.
  const ownTokens = () => {
    if (of.settings.accessToken) throw error('invalid_options', undefined, ACCESS_TOKEN)
  }

  // The same, of a job that may end with where to go.
  const go = async (number, argument, options) => {
    const came = await run(number, argument)
    if (typeof came != 'string') return came
    const { navigate = url => location.assign(url) } = options ?? {}
    navigate(came)
    return STEPS.has(number) ? { loginState: 'REDIRECTING' } : undefined
  }

  let handled

  // Of two responses, one in the query and one in the fragment, one may belong
  // to another library. Only what belongs to a login of ours is taken out of
  // the page's URL; what could not be looked up may be tried again.
  const finish = async raw => {
    let found, failure, isUsed
    try {
      found = responses(raw)
    } catch {
      throw error('invalid_options', undefined, unfit('url'))
    }
    for (const { part, pairs } of found) {
      const page = fresh()
      page.secrets.add(Object.fromEntries(pairs))
      page.keep = async (...what) => page.used = await inside.keep(...what)
      try {
        const returnTo = await run(FINISH, pairs.map(([name, value]) => [name, /^(code|state)$/.test(name) ? value : page.secrets.redact(value)]), page)
        if (returnTo === undefined) continue
        isUsed = true
        return { returnTo }
      } catch (error) {
        failure = error
        if (error?.code == 'state_mismatch') continue
        isUsed = page.used
        break
      } finally {
        if (isUsed) clean(raw, part)
      }
    }
    if (!isUsed && handled?.raw == raw) handled = undefined
    if (failure) throw failure
  }

  return {
    loginWithRedirect: async options => go(BEGIN, given.redirect(options), options),
    async handleRedirect(url = globalThis.location?.href) {
      if (url === undefined) return
      const raw = `${url}`
      if (handled?.raw == raw) return handled.answer
      const answer = finish(raw)
      handled = { raw, answer }
      return answer
    },
    register: async options => go(REGISTER, given.form(options), options),
    login: async options => go(LOGIN, given.form(options), options),
    verifyEmail: async options => go(VERIFY, given.form(options), options),
    resendVerification: async () => run(RESEND),
    sendPasswordResetEmail: async options => run(SEND_RESET, given.mail(options)),
    resetPassword: async options => go(RESET, given.form(options), options),
    loginSilently: async () => run(SILENTLY),
    // The session here has ended; `former` is the access token that it had.
    logout: async (options, former) => go(LEAVE, { ...given.leave(options), former }, options),
    async newVisitor() {
      ownTokens()
      return of.forgetVisitor()
    },
    signInWithTokens: async tokens => run(SIGN_IN, given.tokens(tokens)),
    getTokenInfo: async () => run(TOKEN_INFO),
    syncToWixPages: async () => run(PRE_WARM),
    redirectToWixPage: async page => go(PAGE, given.plain(page), page),
  }
}

const SENTENCES = {
  state_mismatch: 'This callback was already used, has expired (1 hour), or was started in another browser. The URL is left as it is.',
  login_refused: 'The login was refused: see cause.',
  origin_not_allowed: ' is not among the allowed redirect domains of this OAuth app: add it in its settings.',
  frame_silent: 'The login frame did not respond. Check the allowed redirect domains, frame-src in a CSP and third-party cookies, or use continueWith: "redirect".',
  api_refused: 'Wix refused the request: see cause.',
  api_unavailable: 'The Wix API cannot be reached right now, or did not respond. The session is kept.',
  no_page: 'This needs a page with a document, over https.',
}

// Those whose cause is the token endpoint's.
const OF_TOKENS = new Set(['token_request_refused', 'token_endpoint_unavailable', 'invalid_token_response'])

const ACCESS_TOKEN = 'Not available with the option `accessToken`: whoever provides that token signs in and out.'

// The numbers of export_members.rs.
const BEGIN = 0
const FINISH = 1
const REGISTER = 2
const LOGIN = 3
const VERIFY = 4
const RESEND = 5
const SEND_RESET = 6
const RESET = 7
const SILENTLY = 8
const LEAVE = 9
const SIGN_IN = 10
const TOKEN_INFO = 11
const PRE_WARM = 12
const PAGE = 13
const STEPS = new Set([REGISTER, LOGIN, VERIFY, RESET])
