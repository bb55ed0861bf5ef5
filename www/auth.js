import { configure } from "/fetch-with-auth/dist/index.js";
import { readJson } from "./response.js";
import { countRequests } from "./counters.js";

/** The session of this shop, as every page of it has it. */
export async function openAuth(report = () => {}) {
  const config = await readJson(await fetch("/config.json"));
  const { counts, fetch: countingFetch } = countRequests(`${config.api}/oauth2/token`, report);
  const auth = configure({
    clientId: config.clientId,
    apiOrigin: config.api,
    audience: [config.app],
    fetch: countingFetch,
    frameTimeout: FRAME_SECONDS,
  });
  const isLeaving = leaving(auth);
  // Before anything takes a function of the instance, so that every call is seen.
  if (new URLSearchParams(location.search).has("devtools")) {
    const { mountDevtools } = await import("/fetch-with-auth/dist/devtools.js");
    mountDevtools({ auth, open: true });
  }
  return { config, auth, counts, fetch: countingFetch, isLeaving };
}

/**
 * Says whether somebody is leaving at this very moment. What is asked on the side
 * is not asked then: as nobody's, it would make a new guest.
 */
function leaving(auth) {
  let count = 0;
  for (const name of ["signOut", "logout", "newVisitor"]) {
    const leave = auth[name];
    auth[name] = (...given) => {
      count += 1;
      return leave(...given).finally(() => (count -= 1));
    };
  }
  return () => count > 0;
}

/** A person who waits for a sign-in does not wait longer; there is another way. */
const FRAME_SECONDS = 10;
