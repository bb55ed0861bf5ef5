import { connect, originOf } from "./lib/connection.js";
import { developer } from "./lib/developer.js";
import { listen } from "./lib/listener.js";
import { MEMBERS, PASSWORD } from "./lib/members.js";
import { pageOf } from "./lib/panel.js";
import { serve } from "./lib/respond.js";
import { controlOf, createStandIn } from "./lib/stand-in.js";
import { oneOf } from "./lib/words.js";

/** Starts a local Wix in this process: see index.d.ts. */
export async function startDev(options = {}) {
  const { port = 0, host = "localhost", settings = {}, members = MEMBERS } = checked(options, ["port", "host", "settings", "members"]);
  const listeners = [];
  const stop = async () => void (await Promise.all(listeners.splice(0).map((listener) => listener.stop())));
  try {
    for (const offset of ORIGINS.keys()) listeners.push(await listen(port && port + offset, port));
    const origins = Object.fromEntries(ORIGINS.map((name, index) => [name, `http://${host}:${listeners[index].port}`]));
    const standIn = createStandIn(origins);
    const about = { clientId: standIn.clientId, apiOrigin: origins.api, wixOrigin: origins.wix };
    ORIGINS.forEach((name, index) => listeners[index].serve(serve(standIn, name, name === "api" ? pageOf(about) : undefined)));
    const dev = developer({ ...about, control: controlOf(standIn) });
    await dev.set(settings);
    for (const member of members) await dev.addMember(member);
    return { ...dev, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Connects to a local Wix that runs already: see index.d.ts. */
export async function connectDev(options = {}) {
  return developer(await connect(originOf(checked(options, ["port", "host"]))));
}

function checked(options, known) {
  for (const name of Object.keys(options)) oneOf("option", known, name);
  const { port, host } = options;
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= MAX_PORT)) throw new TypeError(`port must be a whole number from 0 to ${MAX_PORT}, and is ${JSON.stringify(port)}`);
  if (host !== undefined) oneOf("host", ["localhost", "127.0.0.1"], host);
  return options;
}

/** The Wix API, the Wix site and an identity provider: from a given port on, one behind the other. */
const ORIGINS = ["api", "wix", "idp"];

const MAX_PORT = 65_536 - ORIGINS.length;

export { PASSWORD };
