// Everything hostile, one after the other; prints as JSON what was not answered, and what was left unhandled.
import { everything } from "./hostile.mjs";
import { request, settled } from "./shop.mjs";

const unhandled = [];
const hear = (reason) => unhandled.push(reason);
process.on("unhandledRejection", hear).on("uncaughtException", hear);
console.error = () => {};

const sentences = [];
let count = 0;
for (const { sentence, prepare } of everything()) {
  count++;
  let said;
  try {
    const response = await prepare()(request());
    if (!(response instanceof Response)) said = "no Response";
    else await response.text().catch(() => {});
  } catch {
    said = "rejected";
  }
  await settled();
  if (unhandled.length) said = "unhandled";
  unhandled.length = 0;
  if (said) sentences.push(`${sentence}: ${said}`);
}
console.log(JSON.stringify({ count, sentences }));
process.exit();
