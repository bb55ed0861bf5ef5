// ?without=indexedDB,locks,WebAssembly&fetch=patched: what this page lacks or replaces, before anything is loaded.
{
  const asked = new URLSearchParams(location.search);
  const without = (asked.get("without") ?? "").split(",");
  if (without.includes("indexedDB")) Object.defineProperty(globalThis, "indexedDB", { value: undefined });
  if (without.includes("locks")) Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
  if (without.includes("BroadcastChannel")) delete globalThis.BroadcastChannel;
  if (without.includes("WebAssembly")) delete globalThis.WebAssembly;
  if (asked.get("fetch") === "patched") {
    const own = fetch;
    // As zones and monitors do it: a function of their own around the platform's.
    globalThis.fetch = Object.assign((...given) => own.apply(globalThis, given), { isPatched: true });
  }
}
