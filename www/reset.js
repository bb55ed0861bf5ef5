import { openAuth } from "./auth.js";
import { openForm } from "./form.js";
import { explainResult } from "./error-messages.js";

const find = (selector) => document.querySelector(selector);
const recoveryToken = readToken();
const opened = openAuth();

openForm(find("#reset"), async ({ password }) => {
  const { auth } = await opened;
  const result = await auth.resetPassword({ recoveryToken, password });
  if (result.loginState === "SUCCESS") return stop("That is done.", "Your new password is set, and you are signed in.", "#on");
  if (result.errorCode === "recoveryTokenInvalid") find("#another").hidden = false;
  return explainResult(result);
});

if (!recoveryToken) stop("No link.", "Please open the link in the mail once more, or ask for another one.", "#another");

/** A link is a secret for as long as it is good: it does not stay in the address, nor in the history. */
function readToken() {
  const address = new URL(location.href);
  const token = address.searchParams.get("recoveryToken");
  address.searchParams.delete("recoveryToken");
  history.replaceState(history.state, "", address);
  return token;
}

function stop(title, message, links) {
  find("#title").textContent = title;
  find("#message").textContent = message;
  find("#reset").hidden = true;
  find(links).hidden = false;
  find("#title").focus();
}
