import { configure } from "/dist/index.js";
import { mountDevtools } from "/dist/devtools.js";

const asked = new URLSearchParams(location.search);
window.auth = configure({ clientId: asked.get("client"), apiOrigin: asked.get("api") });
window.mountDevtools = mountDevtools;
await auth.session();
if (asked.has("hidden")) Object.defineProperty(document, "hidden", { value: true });
window.before = new Map(live);
window.originals = { ...auth };
window.unmount = mountDevtools(asked.has("open") ? { open: true } : {});
document.documentElement.dataset.ready = "true";
