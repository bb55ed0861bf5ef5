import { openForm } from "./form.js";
import { loadPart } from "./part.js";
import { explain, explainResult } from "./error-messages.js";

/** The dialog for signing in, without leaving the shop or by the Wix page. */
export async function openSignInDialog({ auth, outbox, closed }) {
  const dialog = await loadPart("/parts/sign-in.html");
  const find = (selector) => dialog.querySelector(selector);
  const section = (step) => find(`[data-step="${step}"]`);
  const forms = {};
  document.body.append(dialog);

  /** Shows one step. The e-mail that was typed before is there already. */
  function go(step) {
    for (const other of dialog.querySelectorAll("[data-step]")) other.hidden = other !== section(step);
    dialog.dataset.at = step;
    dialog.setAttribute("aria-labelledby", `${step}-title`);
    forms[step]?.clear();
    for (const preview of section(step).querySelectorAll(".mail-preview")) outbox.show(preview, { to: email(), most: 1 });
    const field = [...section(step).querySelectorAll("input")].find(({ value }) => !value);
    // On a phone the keys would cover the other ways.
    const first = matchMedia("(pointer: coarse)").matches && step === "sign-in" ? null : field;
    (first ?? find(`#${step}-title`)).focus();
  }

  const email = () => find("[data-step=sign-in] [name=email]").value;

  function remember(address) {
    for (const field of dialog.querySelectorAll("[name=email]")) field.value = address;
    for (const element of dialog.querySelectorAll("[data-to]")) element.textContent = address;
  }

  /** Where a step of the sign-in leads. */
  function next(result) {
    switch (result.loginState) {
      case "SUCCESS":
        dialog.dataset.at = "sign-in";
        return dialog.close();
      case "EMAIL_VERIFICATION_REQUIRED":
        return go("code");
      default:
        return RESTART.includes(result.errorCode) ? startAgain(explainResult(result)) : explainResult(result);
    }
  }

  function startAgain(refusal) {
    go("sign-in");
    forms["sign-in"].showProblem(refusal);
  }

  /** Where this page gets no answer, the Wix page has one. */
  function otherWay(error) {
    if (!FRAME_ERRORS.includes(error.code)) throw error;
    startAgain(explain(error));
    find("[data-way=wix]").focus();
  }

  const form = (step, send) => {
    const element = section(step).querySelector("form");
    element.addEventListener("input", ({ target }) => { if (target.name === "email") remember(target.value.trim()); });
    forms[step] = openForm(element, (values) => send(values).catch(otherWay));
  };

  form("sign-in", async ({ email, password }) => next(await auth.login({ email, password })));
  form("register", async ({ nickname, email, password }) => next(await auth.register({ email, password, profile: { nickname } })));
  form("code", async ({ code }) => next(await auth.verifyEmail({ code: code.trim() })));
  form("forgot", async ({ email }) => {
    const refused = await auth.sendPasswordResetEmail({ email, redirectUri: "/reset.html" });
    if (refused) return explainResult(refused);
    go("sent");
  });

  /** Leaves for a page elsewhere, and comes back to this one. */
  async function leave(button, idp) {
    if (button.ariaDisabled === "true") return;
    forms["sign-in"].clear();
    button.ariaDisabled = "true";
    try {
      await auth.loginWithRedirect({ redirectUri: "/callback.html", returnTo: location.pathname, idp });
    } catch (error) {
      forms["sign-in"].showProblem(explain(error));
      button.ariaDisabled = null;
    }
  }

  async function sendAgain() {
    const status = find("[data-step=code] .status");
    status.textContent = "";
    forms.code.clear();
    try {
      const refused = await auth.resendVerification();
      if (refused?.loginState === "FAILURE") return next(refused);
      status.textContent = "A new code is on its way. The old one no longer works.";
      outbox.load();
      find("[name=code]").value = "";
      find("[name=code]").focus();
    } catch (error) {
      forms.code.showProblem(explain(error));
    }
  }

  const ways = { wix: undefined, google: "google" };
  for (const button of dialog.querySelectorAll("[data-way]")) button.addEventListener("click", () => leave(button, ways[button.dataset.way]));
  for (const button of dialog.querySelectorAll("[data-go]")) button.addEventListener("click", () => go(button.dataset.go));
  find("[data-again]").addEventListener("click", () => sendAgain().then((refusal) => refusal && forms.code.showProblem(refusal)));
  find(".close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    for (const field of dialog.querySelectorAll("[type=password], [name=code]")) field.value = "";
    closed();
  });
  // A page that was kept for the way back still waits for the page it went to.
  addEventListener("pageshow", () => { for (const button of dialog.querySelectorAll("[data-way]")) button.ariaDisabled = null; });

  return {
    /** A person who went to look for the code comes back to where it is typed. */
    open(step = dialog.dataset.at === "code" ? "code" : "sign-in") {
      if (!dialog.open) dialog.showModal();
      go(step);
    },
    close: () => dialog.close(),
  };
}

/** The code from the mail is of no use any more. */
const RESTART = ["invalidSession", "expiredJwtToken"];
const FRAME_ERRORS = ["frame_silent", "origin_not_allowed"];
