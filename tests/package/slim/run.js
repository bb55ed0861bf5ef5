import { show } from "./show.js";

show(async (api) => {
  const { number } = document.querySelector("#result").dataset;
  if (globalThis.checks.length !== +number) throw new Error(`${globalThis.checks.length} checks registered`);
  for (const { name, check, expected } of globalThis.checks) {
    const said = await check(api);
    if (said !== expected) throw new Error(`${name}: ${said}`);
  }
  return "3 signed calls, 1 token request";
});
