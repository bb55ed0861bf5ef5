// A server that quotes what it was sent: nothing that is kept of its answer has a secret in it.
import { equal, ok } from "../assert.js";
import { beside } from "../runner.js";
import { visitor } from "../world.js";
import { CALLBACK, answer, begin, leaving, person, stranger } from "./person.js";

const secretly = (what) => `${what}-${crypto.randomUUID()}`;

/** Everything that a caller could log of an outcome. */
const outcomeOf = (value) => {
  if (!(value instanceof Error)) return JSON.stringify(value) ?? String(value);
  return [value.name, value.message, value.stack, value.code, outcomeOf(value.cause ?? null)].join(" ");
};

/** All that is sent in confidence, by where it stands in a request. */
const secretsOf = ({ url, headers, body }) => {
  const found = [headers.get("authorization")];
  if (url.endsWith("/oauth2/token")) {
    const form = new URLSearchParams(body);
    for (const name of ["code", "code_verifier", "refresh_token"]) found.push(form.get(name));
  } else {
    const walk = (value, name) => {
      if (Object(value) === value) for (const name in value) walk(value[name], name);
      else if (/^(password|code|token|sessionToken|stateToken|recoveryToken|Recaptcha|InvisibleRecaptcha)$/.test(name)) found.push(value);
    };
    walk(JSON.parse(body));
  }
  return found.filter(Boolean);
};

// Where an answer may quote, and how much of it.
const WAYS = {
  "in full": (secret) => secret,
  "within words": (secret) => `The value ${secret} is not good.`,
  "its first half": (secret) => `Bad: ${secret.slice(0, secret.length / 2)}`,
  "twice, and joined to other letters": (secret) => `x${secret}y${secret}z`,
};

const ANSWERS = {
  "an application error": (quote) => [400, { message: quote, details: { applicationError: { code: quote, description: quote, data: { quote } } } }],
  "a validation error": (quote) => [400, { message: quote, details: { validationError: { fieldViolations: [{ field: quote, description: quote, violatedRule: quote }] } } }],
  "an error of OAuth": (quote) => [400, { error: quote, error_description: quote }],
  "an unknown state": (quote) => [200, { state: quote, message: quote, subjectType: quote, subjectId: quote, active: true }],
};

const PATHS = {
  "/_api/iam/authentication/v2/login": (auth, mine) => auth.login({ ...mine.who, captchaTokens: { recaptchaToken: secretly("captcha"), invisibleRecaptchaToken: secretly("invisible") } }),
  "/_api/iam/authentication/v2/register": (auth) => auth.register({ email: "a@people.example", password: secretly("password") }),
  "/_api/iam/verification/v1/auth/verify": async (auth, mine) => {
    await auth.register(mine.who);
    return auth.verifyEmail({ code: secretly("code") });
  },
  "/_api/iam/recovery/v1/recover": (auth) => auth.resetPassword({ recoveryToken: secretly("recovery"), password: secretly("password") }),
  "/_api/redirects-api/v1/redirect-session": (auth) => begin(auth),
  "/oauth2/token-info": (auth) => auth.getTokenInfo(),
  "/oauth2/token": async (auth) => auth.handleRedirect(answer({ code: secretly("code"), state: new URL(await begin(auth)).searchParams.get("state") })),
};

for (const [path, act] of Object.entries(PATHS)) {
  beside(`Whatever an answer quotes of its request is replaced in what is kept of it: ${path}`, async () => {
    // Each way of quoting in each answer, but not for each path: they share one rule.
    const turn = Object.keys(PATHS).indexOf(path);
    for (const [at, [where, make]] of Object.entries(ANSWERS).entries()) {
      for (const [how, way] of Object.entries(WAYS).filter((_, index) => (index + at + turn) % 4 === 0)) {
        const mine = path.includes("verify") ? await stranger({ emailVerification: true }) : await person();
        const secrets = new Set();
        const quoting = async (input, init) => {
          const url = String(input.url ?? input);
          const isCode = `${init?.body}`.includes("authorization_code");
          if (!url.endsWith(path) || (path === "/oauth2/token" && !isCode)) return fetch(input, init);
          const sent = secretsOf({ url, headers: new Headers(init.headers), body: `${init.body}` });
          ok(sent.length > 0, "a secret to quote");
          for (const secret of sent) secrets.add(secret);
          const quote = sent.map(way).join(" ");
          const [status, body] = make(quote);
          return new Response(JSON.stringify(body), { status, headers: { "x-wix-request-id": sent.map(way).join("_").replace(/[^!-~]/g, "-") } });
        };
        const auth = mine.auth({ fetch: quoting, frameTimeout: 2 });
        await visitor(auth);
        const warnings = [];
        auth.onWarning((warning) => warnings.push(warning));
        const outcome = await act(auth, mine).catch((error) => error);
        const kept = outcomeOf(outcome) + outcomeOf(warnings);
        ok(secrets.size > 0, `${where}, ${how}: was asked, ${kept}`);
        for (const secret of secrets) {
          for (const part of [secret, secret.slice(0, secret.length / 2), secret.slice(-8), secret.slice(0, 8)]) ok(!kept.includes(part), `${where}, ${how}: no ${part} in ${kept}`);
        }
        ok(outcome instanceof Error || outcome.loginState || "active" in outcome, `${where}, ${how}: an outcome of ours`);
      }
    }
  });
}

beside("A page of Wix that is asked for as a member: the member's token is replaced too", async () => {
  const mine = await person();
  const tokens = await mine.token();
  const quoting = (input, init) => {
    if (!String(input.url ?? input).endsWith("/redirect-session")) return fetch(input, init);
    const token = new Headers(init.headers).get("authorization");
    return Promise.resolve(new Response(JSON.stringify({ details: { applicationError: { code: token, description: `no: ${token}` } } }), { status: 400 }));
  };
  const auth = mine.auth({ fetch: quoting });
  await auth.signInWithTokens(tokens);
  for (const act of [(navigate) => auth.redirectToWixPage({ ecomCheckout: { checkoutId: "c" }, navigate }), () => auth.syncToWixPages(), (navigate) => auth.logout({ returnTo: CALLBACK, navigate })]) {
    const error = await leaving(act).catch((reason) => reason);
    equal([error.code, outcomeOf(error).includes(tokens.access_token.slice(-12))], ["api_refused", false]);
    if (!(await auth.session()).state.startsWith("member")) break;
  }
});

beside("A callback's URL that quotes its own code and state in words: they are replaced, and what the login decides by is not", async () => {
  const mine = await person();
  const auth = mine.auth();
  const state = new URL(await begin(auth)).searchParams.get("state");
  const code = secretly("code");
  const error = await auth.handleRedirect(answer({ error: "access_denied", error_description: `not ${code} of ${state}`, code, state })).catch((reason) => reason);
  equal([error.code, error.cause.error], ["login_refused", "access_denied"]);
  for (const secret of [code, state]) ok(!outcomeOf(error).includes(secret.slice(0, 12)), outcomeOf(error));
});

beside("What a server says of its own accord is kept as it is", async () => {
  const description = "Your site is not published, ask for help: ä ö ü.";
  const mine = await person({ faults: { login: { kind: "status", status: 400, contentType: "application/json", body: { details: { applicationError: { code: "SOMETHING_NEW", description } } } } } });
  const { code, message, errorCode } = await mine.auth().login(mine.who);
  equal([code, message, errorCode], ["SOMETHING_NEW", description, "unknown"]);
});
