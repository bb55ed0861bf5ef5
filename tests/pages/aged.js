// A page that comes back: the session of its last visit is stored, and its access token has ended.
// The stored form is written here as src/oauth/record.rs has it, so that nobody needs to wait.
import { store } from "./vault.js";
import { client, control, echo } from "./world.js";

// Makes the database, whose version is the library's business.
await (await client()).auth().fetchWithAuth(echo());

/** `who` is "visitor" or "member", `ended` how many seconds ago the access token ended. */
export async function aged(who = "visitor", { ended = 3600, ...settings } = {}) {
  const mine = await client(settings);
  const subject = await age(mine.id, who, ended);
  return Object.assign(mine, mine.auth(), { subject });
}

/** Stores such a session for a client, and says whose it is. */
export async function age(clientId, who, ended) {
  const { access_token, refresh_token, visitorId, memberId } = await control("POST", `/clients/${clientId}/${who}`);
  const end = Math.floor(Date.now() / 1000) - ended;
  await store(clientId, ["fetch-with-auth 2", 1, who, access_token, refresh_token, end - 14_400, end, SUBJECT].join("\n"));
  return visitorId ?? memberId;
}

// Whom the tokens were issued to, as the browser numbers people.
const SUBJECT = 7;
