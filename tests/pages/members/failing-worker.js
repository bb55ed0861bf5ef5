// What part.js drives: a service worker that is the page's server. Of ?failures= requests for the part
// that loads on demand it answers 503.
let failures = Number(new URL(location).searchParams.get("failures"));

const PAGE = `<!doctype html><title>A page</title><script type="module">
import { createAuth } from "/fetch-with-auth/dist/index.js";
Object.assign(globalThis, { createAuth });
</script>`;

addEventListener("install", () => skipWaiting());
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(new Response(PAGE, { headers: { "content-type": "text/html" } }));
  else if (new URL(request.url).pathname.endsWith("/dist/members.js") && failures-- > 0) event.respondWith(new Response("", { status: 503 }));
});
