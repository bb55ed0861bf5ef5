import { WebMethodError, isAuthError } from "/fetch-with-auth/dist/index.js";
import { HttpError } from "./response.js";

/** What a person reads when something was thrown: what to do, and the code for the person they ask for help. */
export function explain(error) {
  const { sentence, code } = explained(error);
  return { sentence, code, needsToken: sentence === noToken };
}

function explained(error) {
  if (isAuthError(error)) return { sentence: byCode[error.code] ?? error.message, code: error.code };
  if (error instanceof WebMethodError) return { sentence: refused(error), code: error.code };
  if (error instanceof HttpError) return { sentence: error.status === 401 ? noToken : "The shop could not do that just now. Please try again.", code: String(error.status) };
  console.error(error);
  return { sentence: "The shop cannot be reached. Check your connection, then try again.", code: "" };
}

/** The backend's own sentences are for customers; what it says of itself, or who stands before it, is not. */
function refused({ code, status, message }) {
  if (status === 401) return noToken;
  if (status >= 500 || code === "invalid_answer") return backendUnavailable;
  return ofBackend[code] ?? message;
}

/** The same for how a step of a sign-in ended, and which field to look at. */
export function explainResult({ loginState, errorCode, message, violations }) {
  if (loginState === "OWNER_APPROVAL_REQUIRED") return { sentence: approval, code: loginState };
  if (loginState !== "FAILURE") return { sentence: otherStep, code: loginState };
  if (errorCode === "validationFailed" && violations?.some(({ field }) => field === "password")) errorCode = "weakPassword";
  if (errorCode === "invalidEmail" && violations?.length) errorCode = "misspeltEmail";
  const [sentence = message, field] = byLoginError[errorCode] ?? [];
  return { sentence, code: errorCode, field };
}

/** A 401 that reaches the page means the same: its token was refused, and no other was to be had. */
const noToken = "The shop cannot renew your session just now. Wait a moment, then try again.";
const backendUnavailable = "The shop’s backend does not respond just now. Your cart is kept; please try again in a moment.";
const approval = "Your account waits for the shop to approve it. Sign in again when you have heard from us.";
const otherStep = "Your account asks for a step that this form does not have. Please sign in with the Wix page instead.";
const frameFailed = "This form gets no response from Wix. Please sign in with the Wix page instead.";
const tooLate = "This took too long. Sign in with your password again, and you get a new code.";

const ofBackend = {
  permission_denied: "The potter makes things for members only. Sign in, or create an account, and ask again.",
  not_owner: "This is somebody else’s.",
};

const byCode = {
  token_endpoint_unavailable: noToken,
  token_request_refused: "The shop was refused a token. Reload the page; if this stays so, please tell the shop.",
  invalid_token_response: "The shop was given something that is not a token. Try again; if this stays so, please tell the shop.",
  sign_in_required: "You were signed in, and that has ended. Please sign in again.",
  signed_out: "You were forgotten while this was under way. Try again, and you start afresh.",
  lock_timeout: "Another tab of this shop is taking very long. Close it, then try again.",
  load_failed: "A part of the shop did not load. Check your connection, then try again.",
  internal: "Something inside the shop broke and was replaced. Please try again.",
  state_mismatch: "This sign-in was begun in another browser, or was used already. Please begin again.",
  login_refused: "You returned without signing in, and nothing has changed. Sign in whenever you like.",
  origin_not_allowed: frameFailed,
  frame_silent: frameFailed,
  api_refused: "Wix would not do that. Try again; if this stays so, please tell the shop.",
  api_unavailable: "Wix cannot be reached just now. Check your connection, then try again.",
};

const byLoginError = {
  invalidPassword: ["That is not the password of this account. Try again, or choose a new one.", "password"],
  invalidEmail: ["Nobody here has this e-mail address. Check it, or create an account.", "email"],
  misspeltEmail: ["That is not an e-mail address. Please check it.", "email"],
  emailAlreadyExists: ["This address has an account already: please sign in instead.", "email"],
  weakPassword: ["Please choose a password of six characters or more.", "password"],
  resetPassword: ["This account needs a new password. Choose one with “I forgot my password”.", "password"],
  verificationFailed: ["That is not the code in the mail. Look again, or have a new one sent.", "code"],
  emailVerificationRequired: ["Your e-mail address is not confirmed yet. Sign in again, and you get a code.", "email"],
  recoveryTokenInvalid: ["This link is used up or too old. Please ask for a new one."],
  ownerApprovalRequired: [approval],
  throttled: ["Those were too many tries. Wait a minute, then try again."],
  blocked: ["This account is closed. Please write to the shop."],
  invalidSession: [tooLate],
  expiredJwtToken: [tooLate],
  missingCaptchaToken: [otherStep],
  invalidCaptchaToken: [otherStep],
};
