import { isAuthError } from "/fetch-with-auth/dist/index.js";
import { Refusal } from "./answer.js";

/**
 * Tells a person what went wrong and what to do: one notice for each thing that
 * can go wrong. The code stands small beside it, for whoever they ask for help.
 */
export function openNotices(element) {
  const find = (about) => element.querySelector(`[data-about="${about}"]`);
  const settle = (about) => find(about)?.remove();

  function show(about, sentence, code = "", again = undefined) {
    const notice = document.createElement("div");
    const text = document.createElement("p");
    text.append(sentence);
    if (code) {
      const small = document.createElement("code");
      small.textContent = code;
      text.append(" ", small);
    }
    const close = () => notice.remove();
    notice.append(text, button("Dismiss", close));
    if (again) text.after(button("Try again", () => { close(); again(); }));
    notice.className = "notice";
    notice.dataset.about = about;
    notice.dataset.code = code;
    settle(about);
    element.append(notice);
  }

  function tell(about, error, again) {
    const { sentence, code } = explain(error);
    show(about, sentence, code, again);
  }

  return { show, tell, settle };
}

function explain(error) {
  if (isAuthError(error)) return { sentence: sentences[error.code] ?? error.message, code: error.code };
  if (error instanceof Refusal) return { sentence: error.status === 401 ? noToken : "The shop could not do that just now. Please try again.", code: String(error.status) };
  console.error(error);
  return { sentence: "The shop cannot be reached. Check your connection, then try again.", code: "" };
}

function button(text, press) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.addEventListener("click", press);
  return element;
}

/** A 401 that reaches the page means the same: its token was refused, and no other was to be had. */
const noToken = "The shop cannot renew its token just now. Wait a moment, or mend the token endpoint behind the counter, then try again.";

const sentences = {
  token_endpoint_unavailable: noToken,
  token_request_refused: "The shop was refused a token. Reload the page; if this stays so, please tell the shop.",
  invalid_token_response: "The shop was given something that is not a token. Try again; if this stays so, please tell the shop.",
  sign_in_required: "You were signed in, and that has ended. Please sign in again.",
  signed_out: "You were forgotten while this was under way. Try again, and you start afresh.",
  lock_timeout: "Another tab of this shop is taking very long. Close it, then try again.",
  load_failed: "A part of the shop did not load. Check your connection, then try again.",
  internal: "Something inside the shop broke and was replaced. Please try again.",
};
