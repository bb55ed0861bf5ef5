// Messages that are not the answer of a login's own frame: nobody believes them, and nothing is sent.
import { equal, ok, refused, until } from "../assert.js";
import { test } from "../runner.js";
import { foreign, site } from "../world.js";
import { listening } from "./frame.js";
import { person } from "./person.js";
import { wire } from "./wire.js";

const { wix } = await (await fetch("/config.json")).json();

const forge = (message, origin = wix, more = {}) => `${origin}/forge?${new URLSearchParams({ message: JSON.stringify(message), ...more })}`;
const evil = (message) => `${site}/pages/members/evil.xhtml?${new URLSearchParams({ message: JSON.stringify(message) })}`;

const own = () => document.querySelector("iframe[title]");

function framed(url, t) {
  const frame = document.createElement("iframe");
  frame.src = url;
  document.body.append(frame);
  t.after(() => frame.remove());
  return frame.contentWindow;
}

/** A message that no page can send: some engines want a window of this origin for its source. */
function said(data, origin, source) {
  dispatchEvent(Object.defineProperty(new MessageEvent("message", { data, origin }), "source", { value: source }));
  return source;
}

/** What arrives at this page, so that a test knows that its message did. */
function overheard(t) {
  const heard = [];
  const listen = ({ data, source, origin }) => heard.push({ data, source, origin });
  addEventListener("message", listen);
  t.after(() => removeEventListener("message", listen));
  return heard;
}

// Who sends what the login waits for, and how it differs from what may be believed.
const SENDERS = {
  "the right origin, but another window": (message, t) => framed(forge(message), t),
  "the right origin, another window, many times": (message, t) => framed(forge(message, wix, { times: 20 }), t),
  "another origin and another window": (message, t) => framed(evil(message), t),
  "the right window, but another origin": (message) => {
    own().src = evil(message);
    return own().contentWindow;
  },
  "the page itself": (message) => {
    postMessage(message, "*");
    return window;
  },
  "the page itself, addressed exactly": (message) => {
    postMessage(message, site);
    return window;
  },
  "a window of a foreign origin": (message, t) => {
    const opened = open(forge(message, foreign), "_blank", "popup");
    t.after(() => opened?.close());
    // Where a page may not open windows by itself, the message is made here.
    return opened ?? said(message, foreign, window);
  },
  "nobody, at the right origin": (message) => {
    return said(message, wix, null);
  },
  "an origin that begins like the right one": (message) => {
    return said(message, `${wix}.evil.example`, own().contentWindow);
  },
  "the null origin of the right window": (message) => {
    return said(message, "null", own().contentWindow);
  },
};

for (const [login, begin] of Object.entries({ "login": (auth, who) => auth.login(who), "silent login": (auth) => auth.loginSilently() })) {
  for (const [what, send] of Object.entries(SENDERS)) {
    test(`A message with the right state is not believed, and nothing is sent: ${what}, during a ${login} (§8.5 #27, row 11)`, async (t) => {
      const mine = await person({ webMessage: "silent" });
      const tapped = wire();
      const auth = mine.auth({ fetch: tapped, frameTimeout: 10 });
      const heard = overheard(t);
      const waiting = begin(auth, mine.who).catch(({ code, cause }) => `${code} ${cause?.error}`);
      await until(own, "the frame");
      const { state } = tapped.asked().at(-1);
      ok(state.length === 43, "the state that the login waits for");
      const sender = send({ state, code: "evil-code" }, t);
      const news = await until(() => heard.find(({ data }) => data?.state === state), "the message");
      equal(news.source === sender, true, "its sender");
      // The login waits still: what its own frame says is what ends it.
      own().src = forge({ state, error: "the_end" });
      equal(await waiting, login === "login" ? "login_refused the_end" : false);
      equal([await mine.codes(), (await auth.session()).state], [0, "visitor"]);
    });
  }
}

test("A message that is not believed does not end the wait: the real answer still counts (row 11)", async (t) => {
  const mine = await person({ webMessage: { late: 700 } });
  const tapped = wire();
  const auth = mine.auth({ fetch: tapped });
  const heard = overheard(t);
  const login = auth.login(mine.who);
  await until(own, "the frame");
  const { state } = tapped.asked().at(-1);
  framed(forge({ state, error: "access_denied" }), t);
  framed(evil({ state, code: "evil-code" }), t);
  await until(() => heard.length === 2, "both messages");
  equal(await login, { loginState: "SUCCESS" });
  equal([tapped.tokens("authorization_code").length, tapped.tokens("authorization_code")[0].code === "evil-code"], [1, false]);
});

// What does not have the right state is heard by nobody; what has it and no code is an answer that is none.
const NONSENSE = {
  "another state": [() => ({ state: "A".repeat(43), code: "evil-code" }), "login_refused"],
  "no state": [() => ({ code: "evil-code" }), "login_refused"],
  "a state in a list": [(state) => ({ state: [state], code: "evil-code" }), "login_refused"],
  "a text": [(state) => JSON.stringify({ state, code: "evil-code" }), "login_refused"],
  "nothing": [() => null, "login_refused"],
  "a number": [() => 5, "login_refused"],
  "the right state and nothing else": [(state) => ({ state }), "frame_silent"],
  "a code that is no text": [(state) => ({ state, code: { a: 1 } }), "frame_silent"],
  "an empty code": [(state) => ({ state, code: "" }), "frame_silent"],
  "a code with a line break": [(state) => ({ state, code: "a\nb" }), "frame_silent"],
  "an envelope of another type": [(state) => ({ type: "authorization_request", response: { state, code: "evil-code" } }), "frame_silent"],
};

for (const [what, [message, expected]] of Object.entries(NONSENSE)) {
  test(`Nonsense from the right window and origin sends nothing, and ends no wait if its state is wrong: ${what} (row 11)`, async (t) => {
    const mine = await person({ webMessage: "silent" });
    const tapped = wire();
    const auth = mine.auth({ fetch: tapped, frameTimeout: 10 });
    const heard = overheard(t);
    const waiting = auth.login(mine.who).then(() => "signed in", ({ code }) => code);
    const source = (await until(own, "the frame")).contentWindow;
    const { state } = tapped.asked().at(-1);
    own().src = forge(message(state));
    await until(() => heard.some((it) => it.origin === wix && it.source === source), "the message");
    // A real answer, for the wait that goes on.
    if (own()) own().src = forge({ state, error: "the_end" });
    equal(await waiting, expected);
    equal([await mine.codes(), (await auth.session()).state], [0, "visitor"]);
  });
}

test("What comes after the end is not heard: no listener, no exchange (row 11)", async (t) => {
  const mine = await person({ webMessage: { late: 900 } });
  const tapped = wire();
  const auth = mine.auth({ fetch: tapped, frameTimeout: 0.3 });
  const listeners = listening(t);
  await refused(auth.login(mine.who), "frame_silent");
  equal(listeners.now(), 0, "listeners");
  const heard = overheard(t);
  const { state } = tapped.asked().at(-1);
  framed(forge({ state, code: "evil-code" }), t);
  await until(() => heard.length > 0, "the message");
  dispatchEvent(new MessageEvent("message", { data: { state, code: "evil-code" }, origin: wix, source: window }));
  equal([await mine.codes(), (await auth.session()).state], [0, "visitor"]);
});

test("An answer that is posted again after the login changes nothing: one exchange (row 11)", async (t) => {
  const mine = await person({ webMessage: "duplicate" });
  const tapped = wire();
  const auth = mine.auth({ fetch: tapped });
  const heard = overheard(t);
  await auth.login(mine.who);
  const { state } = tapped.asked().at(-1);
  framed(forge({ state, code: tapped.tokens("authorization_code")[0].code }, wix, { times: 3 }), t);
  await until(() => heard.length >= 4, "the messages");
  equal([await mine.codes(), (await auth.session()).state], [1, "member"]);
});

test("Nothing is ever posted to another window: no message of ours has a target of * (row 11)", async (t) => {
  const posted = [];
  const frameless = globalThis.postMessage;
  globalThis.postMessage = (...args) => posted.push(args);
  t.after(() => (globalThis.postMessage = frameless));
  const mine = await person();
  const auth = mine.auth();
  await auth.login(mine.who);
  await auth.syncToWixPages();
  equal(posted, []);
});
