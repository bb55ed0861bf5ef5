// index.html?suite=fetch[&only=words of a sentence]: loads that suite and runs it.
import { fail, run } from "./runner.js";

const asked = new URLSearchParams(location.search);

try {
  await import(`./${asked.get("suite")}.js`);
  await run(asked.get("only") ?? "");
} catch (error) {
  fail(error);
}
