#!/usr/bin/env node
import { readFileSync } from "node:fs";

import { connectDev, startDev } from "./index.js";
import { pairOf, parse, settingsOf } from "./lib/command-line.js";
import { PORT } from "./lib/connection.js";
import { CALLS, GRANTS, KINDS } from "./lib/faults.js";
import { PASSWORD } from "./lib/members.js";

const HELP = `npx fetch-with-auth-dev [options]: a local Wix, on this machine only

  --port N             the first of the three ports that it takes (${PORT}); 0: free ones
  --host NAME          localhost (default) or 127.0.0.1: the host of your own page
  --set NAME=VALUE     a setting, like emailVerification=true; repeatable
  --fault NAME=KIND    a fault from the start, like token=cut; repeatable
  --json               prints one line of JSON, for programs

While it runs, from another terminal (with the same --port):

  fault NAME KIND      [--seconds N] [--times N] [--status N]
  fault NAME none      ends that
  set NAME=VALUE...
  outbox               the e-mails that nobody received [--json]

Faults: token (all of ${GRANTS.join(", ")}),
  ${CALLS.join(", ")}
Kinds: ${KINDS.join(", ")}`;

const USAGE = { fault: "fault NAME KIND", set: "set NAME=VALUE", outbox: "outbox" };

const STARTED = performance.now();

async function start({ set, fault, json, port = PORT, host }) {
  const settings = settingsOf(set);
  const dev = await startDev({ port, host, settings });
  for (const pair of fault) {
    const [name, kind] = pairOf(pair, "a fault");
    await dev.fault(name, { kind });
  }
  const end = () => dev.stop().then(() => process.exit(0));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  const { apiOrigin, wixOrigin, clientId } = dev;
  if (json) return console.log(JSON.stringify({ apiOrigin, wixOrigin, clientId, password: PASSWORD }));
  const members = await dev.members();
  console.log(`A local Wix, started in ${Math.round(performance.now() - STARTED)} ms. It is on this machine only, and remembers nothing after it ends.

  what is going on   ${apiOrigin}/
  apiOrigin          ${apiOrigin}
  client ID          ${clientId}
  Wix' own pages     ${wixOrigin}

  configure({ clientId: '${clientId}', apiOrigin: '${apiOrigin}' })

  members            ${members.map(({ email, status }) => (status === "ACTIVE" ? email : `${email} (${status.toLowerCase()})`)).join("\n                     ")}
  their password     ${PASSWORD}

Ctrl-C ends it.`);
}

async function change(command, operands, { port, host, set, fault, json, help, ...rest }) {
  const isWhole = { set: operands.length > 0, fault: operands.length === 2, outbox: operands.length === 0 }[command];
  if (!isWhole) throw new TypeError(`write: ${USAGE[command]}`);
  const settings = command === "set" ? settingsOf(operands) : {};
  const dev = await connectDev({ port, host });
  if (command === "set") return dev.set(settings);
  if (command === "fault") {
    const [name, kind] = operands;
    return dev.fault(name, kind === "none" ? undefined : { kind, ...rest });
  }
  const mails = await dev.outbox();
  if (json) return console.log(JSON.stringify(mails));
  for (const { to, code, link } of mails) console.log(`${to}  ${code ?? link}`);
  if (mails.length === 0) console.log("no e-mail so far");
}

async function main(words) {
  const { command, operands, options } = parse(words);
  if (options.help) return console.log(HELP);
  if (options.version) return console.log(JSON.parse(readFileSync(new URL("package.json", import.meta.url))).version);
  return command === "start" ? start(options) : change(command, operands, options);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`fetch-with-auth-dev: ${error.message}`);
  // A wrong command line is another failure than one of the system.
  process.exitCode = error instanceof TypeError ? 2 : 1;
});
