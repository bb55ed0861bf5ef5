// Before all other scripts: what is added and not removed again, what other tabs receive, and
// every token.
// In a block: a constant of a script shadows a property of `window` for all scripts.

{
  window.live = new Map();
  window.messages = [];
  window.printed = [];
  window.tokens = new Set();
  window.requested = [];

  function count(name, change) {
    const now = (live.get(name) ?? 0) + change;
    now ? live.set(name, now) : live.delete(name);
  }

  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    // Elements go with their listeners.
    if (!(this instanceof Element) && !(this instanceof AbortSignal)) {
      count(`listener ${type}`, 1);
      const signal = options?.signal;
      if (signal) addEventListener.call(signal, "abort", () => count(`listener ${type}`, -1));
    }
    return addEventListener.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (!(this instanceof Element) && !(this instanceof AbortSignal)) count(`listener ${type}`, -1);
    return removeEventListener.call(this, type, listener, options);
  };

  const { setInterval, clearInterval } = window;
  window.setInterval = (...given) => (count("interval", 1), setInterval(...given));
  window.clearInterval = (id) => (count("interval", -1), clearInterval(id));

  window.BroadcastChannel = class extends BroadcastChannel {
    constructor(name) {
      super(name);
      count("channel", 1);
    }
    close() {
      super.close();
      count("channel", -1);
    }
    postMessage(message) {
      messages.push(JSON.stringify(message));
      super.postMessage(message);
    }
  };

  for (const level of ["log", "info", "warn", "error", "debug"]) console[level] = (...texts) => printed.push(texts.join(" "));

  // Tokens are in headers of requests, and in responses of the token endpoint.
  const { fetch } = window;
  window.fetch = async (input, init) => {
    requested.push(`${input.url ?? input}`);
    const token = new Headers(init?.headers ?? input.headers).get("authorization");
    if (token) tokens.add(token);
    const response = await fetch(input, init);
    if (`${input.url ?? input}`.endsWith("/oauth2/token")) {
      const { access_token, refresh_token } = await response.clone().json().catch(() => ({}));
      for (const token of [access_token, refresh_token]) if (token) tokens.add(token);
    }
    return response;
  };
}
