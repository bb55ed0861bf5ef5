import { readJson } from "./response.js";
import { openCode } from "./code.js";
import { drawDots, callFiftyTimes } from "./fifty-calls.js";

/** The buttons behind the counter: what a shop hopes never happens, on request. */
export function connectFaultSwitches({ root, config, auth, counts, event, failed, ask, mended }) {
  const find = (selector) => root.querySelector(selector);
  const client = `${config.api}/_control/clients/${encodeURIComponent(config.clientId)}`;
  const breaker = find("#break");
  const block = find("#block");
  const codes = find("#codes");
  const say = (text) => { find("#fault-result").textContent = text; };

  const showCode = openCode(find("#code"));

  /** A button whose action is under way does nothing, but keeps the focus. */
  function connect(button, act, moment) {
    button.addEventListener("click", async () => {
      if (button.ariaDisabled === "true") return;
      button.ariaDisabled = "true";
      if (moment) showCode(moment);
      await act().catch((error) => failed(error));
      button.ariaDisabled = null;
    });
  }

  async function control(method, path, body) {
    return readJson(await fetch(client + path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }));
  }

  /** The stand-in says its state; another tab may have changed it. */
  function showBreaker({ faults }) {
    const broken = GRANTS.some((grant) => faults[grant]);
    breaker.dataset.broken = broken;
    breaker.textContent = broken ? "Mend the token endpoint" : "Break the token endpoint";
    return broken;
  }

  async function expire() {
    if ((await auth.session()).state === "empty") return say("There is no token to expire: no call has needed one yet.");
    await control("POST", "/revoke-access", {});
    event("The token is refused from now on");
    say(breaker.dataset.broken === "true"
      ? "The shop’s server refuses this token from now on, and no new one can be obtained: the next call will say so."
      : "The shop’s server refuses this token from now on. The next call finds out and renews it; nobody notices.");
  }

  async function breakOrMend() {
    const fault = breaker.dataset.broken === "true" ? null : { kind: "status", status: 503 };
    const faults = Object.fromEntries(GRANTS.map((grant) => [grant, fault]));
    const settings = await control("PATCH", "", { faults });
    show(settings);
    const broken = showBreaker(settings);
    event(broken ? "The token endpoint is broken" : "The token endpoint is mended");
    if (!broken) {
      // The library waits a while after a failure, before it asks for a token again.
      for (const seconds of [0, 2, 6, 15]) setTimeout(mended, seconds * 1000);
      return say("The token endpoint works again.");
    }
    const { state } = await auth.session();
    if (state === "empty") return say("The token endpoint answers 503, and there is no token yet: the next call will say so.");
    await ask();
    say("The token endpoint answers 503. The shop goes on with the token that it has: the cart was read just now.");
  }

  async function end() {
    const { state } = await auth.session();
    if (state === "empty") return say("There is no session to end.");
    await control("POST", "/revoke-all", {});
    event("Wix ends the session");
    say(state === "member"
      ? "Wix has ended this sign-in. The next call finds out, and the shop asks for a new one."
      : "Wix has ended this guest’s session. The next call finds out, and a new guest goes on shopping.");
  }

  /** A member has a guest beside it, who is forgotten as well. */
  async function forget() {
    const { state } = await auth.session();
    if (state === "member" || state === "expired") await auth.newVisitor();
    await auth.signOut();
    event("Forgotten, in every tab");
    say("You are forgotten. The next call makes a new guest.");
  }

  function showBlock({ webMessage }) {
    const blocked = webMessage === "silent";
    block.dataset.broken = blocked;
    block.textContent = blocked ? "Allow the sign-in" : "Block the sign-in";
    return blocked;
  }

  async function blockOrAllow() {
    const webMessage = block.dataset.broken === "true" ? "flat" : "silent";
    const settings = await control("PATCH", "", { webMessage });
    show(settings);
    const blocked = showBlock(settings);
    event(blocked ? "The sign-in is blocked" : "The sign-in is allowed");
    say(blocked
      ? "The shop’s own form gets no response from Wix now, as in a browser that blocks third-party cookies. It says so after ten seconds."
      : "The shop’s own form gets its responses again.");
  }

  /** A fault outlives the page that switched it on: it is shown, also where the panel is folded. */
  function show(settings) {
    const faults = [showBreaker(settings) && "token endpoint broken", showBlock(settings) && "sign-in blocked"].filter(Boolean);
    const badge = find(".faults-on");
    badge.textContent = faults.join(", ");
    badge.hidden = faults.length === 0;
    codes.checked = settings.emailVerification;
    return faults.length > 0;
  }

  for (const button of [find("#expire"), breaker, find("#end"), block]) button.hidden = !config.control;
  if (config.control) {
    const opened = control("PATCH", "", {}).then((settings) => { root.open ||= show(settings); });
    opened.catch(failed);
  }
  codes.addEventListener("change", () => control("PATCH", "", { emailVerification: codes.checked }).then(show).catch(failed));
  drawDots(root);
  connect(find("#expire"), expire, "expire");
  connect(breaker, breakOrMend, "outage");
  connect(find("#end"), end, "end");
  connect(block, blockOrAllow);
  connect(find("#forget"), forget, "forget");
  connect(find("#fifty"), () => callFiftyTimes({ root, counts, event, failed, ask }), "fifty");
}

/** The grants that this shop asks for. */
const GRANTS = ["anonymous", "refresh_token", "authorization_code"];
