// The SDK has the origin of Wix' API built in.
import { api } from "./report.js";

const { fetch } = globalThis;
globalThis.fetch = (input, init) =>
  fetch(typeof input === "string" ? input.replace("https://www.wixapis.com", api) : input, init);
