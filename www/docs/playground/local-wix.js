// The local Wix as a `fetch`: requests to its API stay in this page, and all others go where they go.
// It hides from the page what CORS hides of a response from another origin.
import { StandIn, initSync } from '../../dev/dist/stand_in.js'
import { MEMBERS, PASSWORD } from '../../dev/lib/members.js'

/** The compiled stand-in for Wix, at these origins, with its members; resolves to a `fetch`. */
export async function localWix(wasm, [api, wix, idp]) {
  initSync({ module: await WebAssembly.compile(wasm) })
  const standIn = new StandIn(api, wix, idp)
  const { fetch } = globalThis
  const local = async (input, init) => {
    const request = new Request(input, init)
    const { origin, host, pathname, search } = new URL(request.url)
    return origin === api ? exchange(standIn, request, host, pathname + search) : fetch(request)
  }
  for (const member of MEMBERS) {
    const body = JSON.stringify({ password: PASSWORD, ...member })
    await local(`${api}/_control/clients/${standIn.clientId}/members`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }
  return local
}

async function exchange(standIn, request, host, target) {
  const { method, signal } = request
  const headers = [['host', host], ['origin', globalThis.origin], ...request.headers]
  const body = new Uint8Array(await request.arrayBuffer())
  signal.throwIfAborted()
  const exchanged = standIn.exchange('api', method, target, headers.flat(), body)
  const aborted = new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      exchanged.cancel()
      reject(signal.reason)
    }, { once: true })
  })
  const answer = await Promise.race([exchanged.response(), aborted])
  if (!answer) throw new TypeError('Failed to fetch')
  return responseOf(answer)
}

async function responseOf(answer) {
  const headers = new Headers()
  for (let at = 0; at < answer.headers.length; at += 2) headers.append(answer.headers[at], answer.headers[at + 1])
  if (!headers.has('access-control-allow-origin')) throw new TypeError('Failed to fetch')
  const pieces = []
  for (let piece; (piece = await answer.next());) pieces.push(piece)
  return new Response(WITHOUT_BODY.includes(answer.status) ? null : new Blob(pieces), { status: answer.status, headers: readable(headers) })
}

/** The headers that a page of another origin can read. */
function readable(headers) {
  const exposed = (headers.get('access-control-expose-headers') ?? '').toLowerCase().split(/\s*,\s*/)
  return [...headers].filter(([name]) => SAFELISTED.includes(name) || exposed.includes(name))
}

const WITHOUT_BODY = [204, 205, 304]

const SAFELISTED = ['cache-control', 'content-language', 'content-length', 'content-type', 'expires', 'last-modified', 'pragma']
