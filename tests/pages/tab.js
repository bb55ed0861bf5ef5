// tab.html?client=<id>: a page of a shop, one of several tabs. The driver calls what is put on the
// global object; a word on a channel makes all tabs act in the same moment.
import { age } from "./aged.js";
import { stored } from "./vault.js";
import { api, app, createAuth, visitor } from "./world.js";

const asked = new URLSearchParams(location.search);
const clientId = asked.get("client");
const auth = createAuth({ clientId, apiOrigin: api, audience: [app] });
const own = Date.now;
const tab = { auth, states: [], going: null, kept: false };
auth.onSessionChange(({ state }) => tab.states.push(state));

/** Who the backend takes this tab for. */
tab.visitor = () => visitor(auth);

/** The same with a request that is refused unless its token is alive. */
tab.status = async () => (await auth.fetchWithAuth(`${app}/echo?auth=required`)).status;

/** This page's clock goes on by so many seconds. */
tab.later = (seconds) => (Date.now = () => own.call(Date) + seconds * 1000);

/** A visitor was here before, and the access token has ended since. */
tab.age = () => age(clientId, "visitor", 3600);

tab.holdsTokens = async () => String(await stored(clientId)).includes("JWS.");

const gate = new BroadcastChannel(`gate ${clientId}`);
gate.onmessage = ({ data }) => (tab.going = tab[data]());

// The very page of before, from the back/forward cache.
addEventListener("pageshow", ({ persisted }) => (tab.kept ||= persisted));

/** All tabs of this client do the same, now. */
tab.all = (act) => {
  gate.postMessage(act);
  tab.going = tab[act]();
};

globalThis.tab = tab;
