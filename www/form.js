import { explain } from "./error-messages.js";

/**
 * A form that is sent once at a time, and says in one sentence what is wrong
 * with it. `send` answers nothing if all is well, or what explainResult does.
 */
export function openForm(form, send) {
  const problem = form.querySelector(".problem");
  const button = form.querySelector("[type=submit]");
  form.noValidate = true;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.ariaDisabled === "true") return;
    settle();
    const missed = [...form.elements].find((field) => field.willValidate && !field.validity.valid);
    if (missed) return tell({ sentence: missed.validity.valueMissing ? missed.dataset.missing : missed.dataset.wrong, field: missed.name });
    button.ariaDisabled = "true";
    const told = await Promise.resolve(Object.fromEntries(new FormData(form))).then(send).catch(explain);
    button.ariaDisabled = null;
    if (told) tell(told);
  });

  /** It is announced, tied to its field, and the hand is there already. */
  function tell({ sentence, code = "", field }) {
    problem.textContent = sentence;
    problem.dataset.code = code;
    const wrong = field && form.elements[field];
    if (!wrong) return;
    wrong.ariaInvalid = "true";
    wrong.setAttribute("aria-describedby", problem.id);
    wrong.focus();
    wrong.select();
  }

  function settle() {
    problem.textContent = "";
    problem.dataset.code = "";
    for (const field of form.elements) {
      field.ariaInvalid = null;
      field.removeAttribute("aria-describedby");
    }
  }

  return { tell, settle };
}
