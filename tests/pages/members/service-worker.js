// What part.js drives: a service worker, which may import nothing on demand. ?with=members: it has imported it beforehand.
import { createAuth } from "/fetch-with-auth/dist/index.js";

addEventListener("install", () => skipWaiting());
addEventListener("message", ({ data: { options, tokens }, ports: [port] }) => {
  const auth = createAuth({ ...options, storage: "memory" });
  const outcomeOf = (promise) => promise.then((value) => ({ value }), ({ code, message, cause }) => ({ code, message, cause: `${cause}` }));
  (async () => {
    const visitor = await outcomeOf(auth.getTokenInfo());
    const member = await outcomeOf(auth.signInWithTokens(tokens));
    const { state } = await auth.session();
    port.postMessage({ visitor, member, state });
  })();
});
