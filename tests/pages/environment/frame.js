// What stands in the frame, by its kind; `at` is the origin that it comes from.
{
  const asked = new URLSearchParams(location.search);
  const at = asked.get("at") ?? location.origin;
  const frame = document.createElement("iframe");
  const module = `${at}/pages/environment/window.js${location.search}`;
  const text = `<!doctype html><script type="module" src="${module.replaceAll("&", "&amp;")}"></script>`;
  const KINDS = {
    framed: () => (frame.src = `${at}/pages/environment/window.html${location.search}`),
    sandboxed: () => {
      frame.sandbox = "allow-scripts allow-same-origin";
      KINDS.framed();
    },
    opaque: () => {
      frame.sandbox = "allow-scripts";
      frame.srcdoc = text;
    },
    srcdoc: () => (frame.srcdoc = text),
  };
  addEventListener("message", ({ data, source }) => source === frame.contentWindow && (globalThis.result = data));
  KINDS[asked.get("kind")]();
  document.body.append(frame);
}
