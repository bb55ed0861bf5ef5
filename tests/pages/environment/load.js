// Loads a module with the settings of this page in its address.
{
  const { module } = document.currentScript.dataset;
  const script = document.createElement("script");
  const url = new URL(module, document.currentScript.src);
  url.search = location.search;
  script.type = "module";
  script.src = url;
  script.onerror = () => (globalThis.result = { call: { code: "the script does not load" } });
  document.head.append(script);
}
