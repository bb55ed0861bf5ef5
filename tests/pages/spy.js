// A fetch that remembers what it was asked, for options.fetch and for the page's own.

/** `answer` decides for everything but token requests, which always go to the stand-in. */
export function spy(answer = plain) {
  const calls = [];
  const spied = (...args) => {
    const [input, init] = args;
    const call = { url: address(input), input, init };
    calls.push(call);
    return isToken(call.url) ? plain(...args) : answer(...args);
  };
  return Object.assign(spied, {
    calls,
    tokens: () => calls.filter(({ url }) => isToken(url)),
    others: () => calls.filter(({ url }) => !isToken(url)),
  });
}

/** Stands in for the page's fetch for one test. */
export function watched(t) {
  const spied = spy();
  const own = globalThis.fetch;
  globalThis.fetch = spied;
  t.after(() => (globalThis.fetch = own));
  return spied;
}

const plain = fetch.bind(globalThis);
const address = (input) => (input instanceof Request ? input.url : String(input));
const isToken = (url) => url.split("?")[0].endsWith("/oauth2/token");
