// What works here: asked in every environment that a page, or a part of one, can be. What is expected
// is in tests/e2e/ENVIRONMENTS.md. No document, no dynamic import and no own origin is assumed.

/** Settings are in the address of the script: about:srcdoc has none, and a worker no other. */
export function open(createAuth, address) {
  const { client: clientId, api, app, callback } = Object.fromEntries(new URL(address).searchParams);
  const auth = createAuth({ clientId, apiOrigin: api, audience: [app] });
  const warnings = [];
  auth.onWarning(({ code }) => warnings.push(code));
  return { auth, app, callback, warnings };
}

export async function probe({ auth, app, callback, warnings }) {
  const has = surroundings();
  const call = await outcome(auth.fetchWithAuth(`${app}/api/cart`).then((response) => response.json()).then(({ visitor }) => visitor));
  const members = await outcome(auth.getTokenInfo().then(({ subjectType }) => subjectType));
  // A login is begun, and not gone to.
  let target;
  const begun = auth.loginWithRedirect({ redirectUri: callback, navigate: (url) => (target = url) });
  const login = await outcome(begun.then(() => Boolean(target)));
  return { call, members, login, warnings, has };
}

const outcome = (promise) => promise.then((value) => ({ value }), (error) => ({ code: error?.code ?? String(error), message: error?.message }));

/** By this the tests see that an environment is what they take it for. */
function surroundings() {
  const { document, isSecureContext, location, navigator, origin } = globalThis;
  return {
    origin,
    href: location.href,
    isSecureContext,
    prerendering: Boolean(document?.prerendering),
    document: Boolean(document),
    indexedDB: isThere(() => indexedDB),
    locks: isThere(() => navigator.locks),
    WebAssembly: isThere(() => WebAssembly),
    BroadcastChannel: isThere(() => BroadcastChannel),
    patched: Boolean(globalThis.fetch.isPatched),
  };
}

function isThere(read) {
  try {
    return Boolean(read());
  } catch {
    return false;
  }
}
