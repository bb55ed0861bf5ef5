// A Worker's fetch knows no redirect: "error", and throws for it, as well as for members
// that it does not know: https://developers.cloudflare.com/workers/runtime-apis/request/

// The same, as a Worker knows it: a redirect is not followed either, and there are no
// cookies that could be sent.
/** @param {any} init */
export const known = init => {
  if (init?.redirect != 'error') return init
  const { credentials, cache, ...rest } = init
  return { ...rest, redirect: 'manual' }
}
