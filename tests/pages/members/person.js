// Somebody with an account, and what they do on the Wix site.
import { until } from "../assert.js";
import { client, control, site } from "../world.js";

/** A page without a policy against frames, so that its address can be read where the walk ends. */
export const CALLBACK = `${site}/pages/members/callback.xhtml`;

export async function person(settings = {}, account = {}) {
  const mine = await client({ allowedRedirectUris: [CALLBACK], ...settings });
  const who = { email: `${crypto.randomUUID()}@people.example`, password: crypto.randomUUID() };
  await control("POST", `/clients/${mine.id}/members`, { ...who, ...account });
  return Object.assign(mine, known(mine, who));
}

/** Nobody yet: an e-mail address and a password, and a client that does not know them. */
export async function stranger(settings = {}) {
  const mine = await client({ allowedRedirectUris: [CALLBACK], ...settings });
  return Object.assign(mine, known(mine, { email: `${crypto.randomUUID()}@people.example`, password: crypto.randomUUID() }));
}

const known = (mine, who) => ({
  ...who,
  who,
  /** How often a code was brought to the token endpoint. */
  codes: async () => (await mine.seen()).tokenRequests.authorization_code ?? 0,
  mail: async () => (await control("GET", `/clients/${mine.id}/outbox`)).filter(({ to }) => to === who.email),
  act: (what) => control("POST", `/clients/${mine.id}/members/${what}`, { email: who.email }),
  token: () => control("POST", `/clients/${mine.id}/member`),
  endWixSessions: () => control("POST", `/clients/${mine.id}/end-wix-sessions`),
  /** Types e-mail and password into the login page. */
  signIn: (url, press = "sign-in") => land(url, { ...who, do: press }),
  cancel: (url) => land(url, { ...who, do: "cancel" }),
});

/** The address that a flow would leave the page for. */
export const leaving = (flow) =>
  new Promise((navigate, failed) => {
    flow(navigate).catch(failed);
  });

export const begin = (auth, options) =>
  leaving((navigate) => auth.loginWithRedirect({ redirectUri: CALLBACK, navigate, ...options }));

/** Begins a login, signs in on the Wix site, and answers the URL of the callback. */
export async function callback(mine, auth, options) {
  return mine.signIn(await begin(auth, options));
}

/** Where a navigation comes back to this origin. With fields: what is posted from a form. */
export async function land(url, fields, limit = 20_000) {
  const frame = document.createElement("iframe");
  frame.name = `walk-${crypto.randomUUID()}`;
  document.body.append(frame);
  const form = fields ? filled(url, fields, frame.name) : undefined;
  try {
    if (form) form.submit();
    else frame.src = url;
    return await until(() => address(frame), "the walk ends on this origin", limit);
  } finally {
    form?.remove();
    frame.remove();
  }
}

function filled(url, fields, target) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: url, target });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  return form;
}

function address(frame) {
  try {
    const { href } = frame.contentWindow.location;
    return href.startsWith(`${site}/`) ? href : undefined;
  } catch {
    return undefined; // of another origin, still
  }
}

/** What became of a code and a state in a callback URL. */
export const parameters = (url) => {
  const { search, hash } = new URL(url);
  return new URLSearchParams((hash.includes("state=") ? hash : search).slice(1));
};

/** The callback URL that an attacker, or a second visit, makes of such parameters. */
export const answer = (values, mode = "query") => `${CALLBACK}${mode === "query" ? "?" : "#"}${new URLSearchParams(values)}`;

/** What the members' pages learn of the person who signed in. */
export async function account(auth, app) {
  const results = await auth.fetchWithAuth(`${app}/api/account`);
  return results.ok ? (await results.json()).member : results.status;
}
