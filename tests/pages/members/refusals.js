// What Wix says when a login does not work, each with its code, in words to show.
import { equal, ok, refused } from "../assert.js";
import { beside } from "../runner.js";
import { visitor } from "../world.js";
import { person, stranger } from "./person.js";

const CODES = {
  "-19971": [403, "missingCaptchaToken"],
  "-19970": [403, "invalidCaptchaToken"],
  "-19995": [409, "emailAlreadyExists"],
  "-19976": [401, "invalidPassword"],
  "-17005": [400, "invalidPassword"],
  "-19973": [403, "resetPassword"],
  "-19999": [404, "invalidEmail"],
  "-19958": [403, "ownerApprovalRequired"],
  "-19956": [403, "accessDenied"],
  "-19988": [400, "validationFailed"],
  "-19972": [400, "recoveryTokenInvalid"],
  "-19959": [429, "throttled"],
  "-19980": [403, "blocked"],
  "-19984": [400, "invalidSession"],
  "-19974": [403, "clientAuthenticationForbidden"],
  "-18880": [400, "emailNotProvided"],
  "-19901": [500, "serverException"],
  THROTTLED_FEATURE: [429, "throttled"],
  UNIMPLEMENTED_FEATURE: [400, "unimplementedFeature"],
  CAPTCHA_TOKEN_REQUIRED: [403, "missingCaptchaToken"],
  MISSING_CAPTCHA_TOKEN: [403, "missingCaptchaToken"],
  INVALID_CAPTCHA_TOKEN: [403, "invalidCaptchaToken"],
  RECAPTCHA_FAILED: [403, "invalidCaptchaToken"],
  RECAPTCHA_REQUIRED: [403, "missingCaptchaToken"],
  IP_ADDRESS_FILTERED: [403, "ipAddressFiltered"],
  USER_EMAIL_OFAC_ADDRESS: [403, "userEmailOfacAddress"],
  UNSUPPORTED_FIELD: [400, "unsupportedField"],
  ATTRIBUTE_NOT_FOUND: [400, "attributeNotFound"],
  DUPLICATE_EMAIL: [409, "emailAlreadyExists"],
  REENROLLMENT_REQUIRED_BY_ADMIN: [403, "reenrollmentRequiredByAdmin"],
  TRUSTED_CLIENTS_ONLY: [403, "trustedClientsOnly"],
  VERIFICATION_FAILED: [400, "verificationFailed"],
  EXPIRED_JWT_TOKEN: [400, "expiredJwtToken"],
  EMAIL_VERIFICATION_REQUIRED: [400, "emailVerificationRequired"],
  EMAIL_VERIFICATION_FAILED: [400, "verificationFailed"],
  SITE_NOT_PUBLISHED_EXCEPTION: [400, "siteNotPublished"],
  SOMETHING_NEW: [400, "unknown"],
};

const said = (status, body) => ({ kind: "status", status, contentType: "application/json", body });
const application = (status, code) => said(status, { message: "{\n  \"a\": 1 }", details: { applicationError: { code, description: "A sentence of the server.", data: {} } } });

for (const [code, [status, errorCode]] of Object.entries(CODES)) {
  beside(`The code ${code} of a login or a registration is ${errorCode}, with the server's own code and a text to show (§8.5 #23, #46)`, async () => {
    const fault = application(status, code);
    const mine = await stranger({ faults: { login: fault, register: fault } });
    const auth = mine.auth();
    for (const step of ["login", "register"]) {
      const { message, requestId, ...rest } = await auth[step](mine.who);
      equal(rest, { loginState: "FAILURE", errorCode, code, status }, step);
      ok(/^[A-Z][^{}\n<]{5,}\.$/.test(message), `a sentence, got ${JSON.stringify(message)}`);
      ok(typeof requestId === "string" && requestId.length > 0, "a request id");
    }
    equal((await auth.session()).state, "visitor");
  });
}

beside("The server's own stated reasons, by what really happens", async () => {
  const mine = await person();
  const auth = mine.auth();
  const outcomeOf = async (options) => (await auth.login({ ...mine.who, ...options })).errorCode;
  equal(await outcomeOf({ password: "wrong-password" }), "invalidPassword");
  equal(await outcomeOf({ email: "nobody@people.example" }), "invalidEmail");
  equal((await auth.register(mine.who)).errorCode, "emailAlreadyExists");
  await mine.act("block");
  equal(await outcomeOf({}), "blocked");
  for (const [status, errorCode] of [["PENDING", "ownerApprovalRequired"], ["RESET", "resetPassword"]]) {
    const other = await person({}, { status });
    equal((await other.auth().login(other.who)).errorCode, errorCode);
  }
});

beside("A captcha is asked for, refused, and accepted, as Wix names them", async () => {
  const mine = await person({ captcha: true });
  const auth = mine.auth();
  const outcomeOf = async (captchaTokens) => (await auth.login({ ...mine.who, captchaTokens })).errorCode;
  equal(await outcomeOf(), "missingCaptchaToken");
  equal(await outcomeOf({}), "missingCaptchaToken");
  equal(await outcomeOf({ recaptchaToken: "invalid" }), "invalidCaptchaToken");
  equal(await outcomeOf({ invisibleRecaptchaToken: "good" }), undefined);
  equal((await auth.session()).state, "member");
});

beside("Too many wrong passwords are throttled, and that is no matter of the e-mail address (§8.5 #23)", async () => {
  const mine = await person();
  const auth = mine.auth();
  const codes = [];
  while (codes.at(-1) !== "throttled" && codes.length < 15) codes.push((await auth.login({ ...mine.who, password: "wrong-password" })).errorCode);
  equal([...new Set(codes)], ["invalidPassword", "throttled"]);
  const { errorCode, status } = await auth.login(mine.who);
  equal([errorCode, status], ["throttled", 429]);
});

beside("How long to wait is said, where that can be read", async () => {
  const mine = await stranger({ exposeHeaders: ["retry-after"], faults: { login: { ...application(429, "-19959"), retryAfter: "30" } } });
  equal((await mine.auth().login(mine.who)).retryAfter, 30);
});

beside("Fields that are not valid are named, whatever is missing from the answer (§8.5 #22)", async () => {
  const mine = await stranger();
  const auth = mine.auth();
  const { errorCode, violations, status } = await auth.register({ email: "no address", password: "secret-1" });
  equal([errorCode, violations.map(({ field, rule }) => `${field} ${rule}`), status], ["invalidEmail", ["loginId.email FORMAT"], 400]);
  const short = await auth.register({ ...mine.who, password: "x" });
  equal([short.errorCode, short.violations.map(({ field }) => field)], ["validationFailed", ["password"]]);
});

const VIOLATIONS = {
  "a violation without data": [{ field: "loginId.email", description: "text", violatedRule: "FORMAT" }],
  "a violation with nothing": [{}],
  "no violation at all": [],
  "violations that are no objects": [null, 5, "x"],
  "no list": { a: 1 },
};

for (const [what, fieldViolations] of Object.entries(VIOLATIONS)) {
  beside(`A validation error is reported, and throws no TypeError: ${what} (§8.5 #22)`, async () => {
    const fault = said(400, { message: "text", details: { validationError: { fieldViolations } } });
    const mine = await stranger({ faults: { login: fault, register: fault } });
    const auth = mine.auth();
    for (const step of ["login", "register"]) {
      const { loginState, errorCode } = await auth[step](mine.who);
      equal(loginState, "FAILURE", step);
      ok(["invalidEmail", "validationFailed", "unknown"].includes(errorCode), `got ${errorCode}`);
    }
  });
}

const OUTAGES = {
  "the network cut": [{ kind: "cut" }, 0],
  "an answer kept back by CORS": [{ kind: "no_cors" }, 0],
  "408": [said(408, {}), 408],
  "500": [said(500, {}), 500],
  "502 from a proxy": [{ kind: "html" }, 502],
  "503 in HTML": [{ kind: "status", status: 503, contentType: "text/html", body: "<!doctype html>" }, 503],
};

for (const [what, [fault, status]] of Object.entries(OUTAGES)) {
  beside(`A login that nobody answers is api_unavailable, no TypeError, and the visitor stays: ${what} (§8.5 #21, row 30)`, async () => {
    const mine = await stranger({ faults: { login: fault, register: fault } });
    const auth = mine.auth();
    const first = await visitor(auth);
    for (const step of ["login", "register"]) {
      const { cause, message } = await refused(auth[step](mine.who), "api_unavailable", step);
      equal(cause.status, status);
      ok(message.length > 10, `a sentence: ${message}`);
    }
    equal(await visitor(auth), first);
  });
}

beside("429 that says nothing is throttled; other refusals that say nothing are unknown, with their status (§8.5 #23)", async () => {
  for (const [status, expected] of [[429, "throttled"], [400, "unknown"], [403, "unknown"], [404, "unknown"]]) {
    const mine = await stranger({ faults: { login: { kind: "status", status, contentType: "text/html", body: "<!doctype html>" } } });
    const { errorCode, message, status: found } = await mine.auth().login(mine.who);
    equal([errorCode, found], [expected, status]);
    ok(!message.includes("<"), `no markup in ${message}`);
  }
});

beside("A visitor's token that the server lets die early is renewed, and the login works", async () => {
  const mine = await person();
  const auth = mine.auth();
  const first = await visitor(auth);
  await mine.revokeAccess();
  equal(await auth.login(mine.who), { loginState: "SUCCESS" });
  await auth.signOut();
  equal(await visitor(auth), first);
});

beside("A wrong password is sent once: what Wix answers with 401 and a code of its own refuses no token (§8.5 #20)", async () => {
  const mine = await person();
  const auth = mine.auth();
  const first = await visitor(auth);
  equal((await auth.login({ ...mine.who, password: "wrong-password" })).errorCode, "invalidPassword");
  const logins = (await mine.seen()).requests.filter(({ path, method }) => path.endsWith("/v2/login") && method === "POST").length;
  equal([logins, (await mine.grants()).refresh, await visitor(auth)], [1, 0, first]);
});
