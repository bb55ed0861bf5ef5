import { explain } from "./error-messages.js";

/**
 * Tells a person what went wrong and what to do: one notice for each thing that
 * can go wrong. The code stands small beside it, for the person they ask for help.
 */
export function openNotices(element) {
  const retries = new WeakMap();
  const find = (about) => element.querySelector(`[data-about="${about}"]`);
  const remove = (about) => find(about)?.remove();

  /** ways: what can be done about it, each with the words on its button. */
  function show(about, sentence, { code = "", ways = {} } = {}) {
    const notice = document.createElement("div");
    const text = document.createElement("p");
    text.append(sentence);
    if (code) {
      const small = document.createElement("code");
      small.textContent = code;
      text.append(" ", small);
    }
    const close = () => notice.remove();
    const act = ([words, then]) => button(words, () => { close(); then?.(); });
    notice.append(text, ...Object.entries({ ...ways, Dismiss: undefined }).map(act));
    notice.className = "notice";
    notice.dataset.about = about;
    notice.dataset.code = code;
    remove(about);
    element.append(notice);
    return notice;
  }

  function showError(about, error, again) {
    const { sentence, code, needsToken } = explain(error);
    const notice = show(about, sentence, { code, ways: again && { "Try again": again } });
    if (needsToken) retries.set(notice, again);
  }

  /** Does again what failed because there was no token. */
  function retry() {
    for (const notice of [...element.children]) {
      if (!retries.has(notice)) continue;
      notice.remove();
      retries.get(notice)?.();
    }
  }

  return { show, showError, remove, retry };
}

function button(text, press) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.addEventListener("click", press);
  return element;
}
