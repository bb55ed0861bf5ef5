// Starts the worker, and asks it what works.
{
  const kind = new URLSearchParams(location.search).get("kind");
  const { port1, port2 } = new MessageChannel();
  const refused = (why) => (globalThis.result = { call: { code: String(why?.message ?? why) } });
  const options = { type: "module" };
  port1.onmessage = ({ data }) => (globalThis.result = data);
  const KINDS = {
    dedicated() {
      const worker = new Worker(`inside-worker.js${location.search}`, options);
      worker.onerror = refused;
      worker.postMessage(null, [port2]);
    },
    shared() {
      const worker = new SharedWorker(`inside-worker.js${location.search}`, options);
      worker.onerror = refused;
      worker.port.postMessage(null, [port2]);
    },
    async service() {
      const worker = await navigator.serviceWorker.register(`inside-service-worker.js${location.search}`, { ...options, scope: "./service-worker/" });
      (worker.installing ?? worker.waiting ?? worker.active).postMessage(null, [port2]);
    },
  };
  Promise.resolve().then(KINDS[kind]).catch(refused);
}
