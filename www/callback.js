import { openAuth } from "./auth.js";
import { explain } from "./error-messages.js";

const find = (selector) => document.querySelector(selector);

finish().catch((error) => {
  const { sentence, code } = explain(error);
  stop("You are not signed in.", "");
  find("#problem").dataset.code = code;
  find("#problem").textContent = sentence;
});

/** A person who comes back from a sign-in elsewhere goes on to where they were, and not here again. */
async function finish() {
  const { auth } = await openAuth();
  const answer = await auth.handleRedirect();
  if (answer) location.replace(answer.returnTo);
  else stop("Nothing to do here.", "This page finishes a sign-in, and none is under way.");
}

function stop(title, message) {
  find("#title").textContent = title;
  find("#message").textContent = message;
  find("#links").hidden = false;
}
