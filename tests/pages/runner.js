// The smallest runner that does: a test is a sentence and an async function; the report is
// globalThis.report, which the driver reads until it is done.

const tests = [];
const report = (globalThis.report = { done: false, broken: null, results: [], stray: [] });

/** A test that may patch the page: nothing else runs beside it. */
export const test = (sentence, run) => tests.push({ sentence, run, alone: true, limit: 30_000 });

/** A test that waits for real time and patches nothing: all of these run together, last. */
export const beside = (sentence, run) => tests.push({ sentence, run, alone: false, limit: 60_000 });

export async function run(only) {
  const chosen = tests.filter(({ sentence }) => sentence.includes(only));
  for (const one of chosen.filter(({ alone }) => alone)) await perform(one);
  await Promise.all(chosen.filter(({ alone }) => !alone).map(perform));
  report.done = true;
}

/** The suite itself could not start. */
export function fail(error) {
  report.broken = text(error);
  report.done = true;
}

async function perform({ sentence, run, limit }) {
  const afterwards = [];
  const began = performance.now();
  let failure = null;
  let timer;
  try {
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not settled after ${limit / 1000} s`)), limit);
    });
    await Promise.race([run({ after: (undo) => afterwards.unshift(undo) }), late]);
  } catch (error) {
    failure = text(error);
  }
  clearTimeout(timer);
  for (const undo of afterwards) await undo();
  running = sentence;
  report.results.push({ sentence, failure, ms: Math.round(performance.now() - began) });
}

function text(error) {
  if (!(error instanceof Error)) return `thrown: ${String(error)}`;
  const where = (error.stack ?? "").split("\n").find((line) => /\/pages\/(?!runner|assert)/.test(line)) ?? "";
  const message = error.message.length > 1500 ? `${error.message.slice(0, 1500)} ...` : error.message;
  const cause = error.cause instanceof Error ? `, because of ${error.cause.stack}` : "";
  return `${error.name}: ${message} ${where.trim()}${cause}`;
}

// What nobody awaited and what the content security policy refused is a failure of its own.
let running = "the start";
const stray = (what) => report.stray.push(`${what} (after "${running}")`);
addEventListener("unhandledrejection", (event) => stray(`unhandled rejection: ${text(event.reason)}`));
addEventListener("error", (event) => stray(`uncaught: ${event.message}`));
addEventListener("securitypolicyviolation", (event) =>
  stray(`CSP ${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`),
);
