// A window, top-level or framed: what works is on the global object, and posted to the page around.
import { createAuth } from "/fetch-with-auth/dist/index.js";
import { open, probe } from "./probe.js";

if (document.prerendering) localStorage.setItem("rendered", `window.html${location.search}`);
const opened = open(createAuth, import.meta.url);
globalThis.result = await probe(opened);
if (parent !== globalThis) parent.postMessage(globalThis.result, "*");

// The very page of before, from the back/forward cache.
addEventListener("pageshow", async ({ persisted }) => {
  if (!persisted) return;
  globalThis.result = undefined;
  globalThis.result = { ...(await probe(opened)), persisted };
});
