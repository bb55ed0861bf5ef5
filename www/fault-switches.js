import { read } from "./response.js";
import { drawDots, fireFifty } from "./fifty-calls.js";

/** The buttons behind the counter: what a shop hopes never happens, on request. */
export function connectLevers({ root, config, auth, counts, event, failed, ask }) {
  const find = (selector) => root.querySelector(selector);
  const client = `${config.api}/_control/clients/${encodeURIComponent(config.clientId)}`;
  const breaker = find("#break");
  const silence = find("#silence");
  const codes = find("#codes");
  const say = (text) => { find("#lever-result").textContent = text; };

  /** A lever under way cannot be pulled again, but it keeps the focus. */
  function lever(button, pull) {
    button.addEventListener("click", async () => {
      if (button.ariaDisabled === "true") return;
      button.ariaDisabled = "true";
      await pull().catch((error) => failed(error));
      button.ariaDisabled = null;
    });
  }

  async function control(method, path, body) {
    return read(await fetch(client + path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }));
  }

  /** The stand-in says how it stands; another tab may have pulled the lever. */
  function showBreaker({ faults }) {
    const broken = GRANTS.some((grant) => faults[grant]);
    breaker.dataset.broken = broken;
    breaker.textContent = broken ? "Mend the token endpoint" : "Break the token endpoint";
    return broken;
  }

  async function expire() {
    if ((await auth.session()).state === "empty") return say("There is no token to expire: nobody has asked for one.");
    await control("POST", "/revoke-access", {});
    event("The token is refused from now on");
    say(breaker.dataset.broken === "true"
      ? "The shop’s server refuses this token from now on, and a new one is not to be had: the next call will say so."
      : "The shop’s server refuses this token from now on. The next call finds out and renews it; nobody notices.");
  }

  async function breakOrMend() {
    const fault = breaker.dataset.broken === "true" ? null : { kind: "status", status: 503 };
    const faults = Object.fromEntries(GRANTS.map((grant) => [grant, fault]));
    const broken = showBreaker(await control("PATCH", "", { faults }));
    event(broken ? "The token endpoint is broken" : "The token endpoint is mended");
    if (!broken) return say("The token endpoint is whole again.");
    const { state } = await auth.session();
    if (state === "empty") return say("The token endpoint answers 503, and there is no token in hand: the next call will say so.");
    await ask();
    say("The token endpoint answers 503. The shop goes on with the token it holds: the cart was read just now.");
  }

  async function end() {
    const { state } = await auth.session();
    if (state === "empty") return say("There is no session to end: nobody is here.");
    await control("POST", "/revoke-all", {});
    event("Wix ends the session");
    say(state === "member"
      ? "Wix knows this sign-in no more. The next call finds out, and the shop asks for a new one."
      : "Wix knows this guest no more. The next call finds out, and a new guest goes on shopping.");
  }

  /** A member has a guest beside it, who is forgotten as well. */
  async function forget() {
    const { state } = await auth.session();
    if (state === "member" || state === "expired") await auth.newVisitor();
    await auth.signOut();
    event("Forgotten, in every tab");
    say("You are nobody here now. The next call makes a new guest.");
  }

  function showSilence({ webMessage }) {
    const silent = webMessage === "silent";
    silence.dataset.broken = silent;
    silence.textContent = silent ? "Let the sign-in speak" : "Silence the sign-in";
    return silent;
  }

  async function silenceOrNot() {
    const webMessage = silence.dataset.broken === "true" ? "flat" : "silent";
    const silent = showSilence(await control("PATCH", "", { webMessage }));
    event(silent ? "The sign-in is silent" : "The sign-in speaks");
    say(silent
      ? "The shop’s own form gets no answer from Wix any more, as in a browser that keeps it away. It says so after a while."
      : "The shop’s own form gets its answers again.");
  }

  function show(settings) {
    showBreaker(settings);
    showSilence(settings);
    codes.checked = settings.emailVerification;
  }

  for (const button of [find("#expire"), breaker, find("#end"), silence]) button.hidden = !config.control;
  if (config.control) control("PATCH", "", {}).then(show).catch(failed);
  codes.addEventListener("change", () => control("PATCH", "", { emailVerification: codes.checked }).then(show).catch(failed));
  drawDots(root);
  lever(find("#expire"), expire);
  lever(breaker, breakOrMend);
  lever(find("#end"), end);
  lever(silence, silenceOrNot);
  lever(find("#forget"), forget);
  lever(find("#fifty"), () => fireFifty({ root, counts, event, failed, ask }));
}

/** The grants that this shop asks for. */
const GRANTS = ["anonymous", "refresh_token", "authorization_code"];
