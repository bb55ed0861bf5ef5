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
    clear();
    const missed = [...form.elements].find((field) => field.willValidate && !field.validity.valid);
    if (missed) return showProblem({ sentence: missed.validity.valueMissing ? missed.dataset.missing : missed.dataset.wrong, field: missed.name });
    button.ariaDisabled = "true";
    const refusal = await Promise.resolve(Object.fromEntries(new FormData(form))).then(send).catch(explain);
    button.ariaDisabled = null;
    if (refusal) showProblem(refusal);
  });

  /** It is announced, tied to its field, and the field has the focus. */
  function showProblem({ sentence, code = "", field }) {
    problem.textContent = sentence;
    problem.dataset.code = code;
    const wrong = field && form.elements[field];
    if (!wrong) return;
    wrong.ariaInvalid = "true";
    wrong.setAttribute("aria-describedby", problem.id);
    wrong.focus();
    wrong.select();
  }

  function clear() {
    problem.textContent = "";
    problem.dataset.code = "";
    for (const field of form.elements) {
      field.ariaInvalid = null;
      field.removeAttribute("aria-describedby");
    }
  }

  return { showProblem, clear };
}
