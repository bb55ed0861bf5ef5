import { configure } from "/fetch-with-auth/dist/index.js";
import { read } from "./answer.js";
import { tally } from "./tally.js";

/** The session of this shop, as every page of it has it. */
export async function openAuth(report = () => {}) {
  const config = await read(await fetch("/config.json"));
  const { counts, fetch: countingFetch } = tally(`${config.api}/oauth2/token`, report);
  const auth = configure({
    clientId: config.clientId,
    apiOrigin: config.api,
    audience: [config.app],
    fetch: countingFetch,
    frameTimeout: FRAME_SECONDS,
  });
  return { config, auth, counts, fetch: countingFetch };
}

/** Whoever waits for a sign-in does not wait longer; there is another way. */
const FRAME_SECONDS = 10;
