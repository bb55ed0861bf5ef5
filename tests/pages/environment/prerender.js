// Has the next page rendered ahead, and goes there by go(). What waits to be seen is heard by nobody, but
// it leaves a mark in storage.
{
  const url = `window.html${location.search}`;
  const rules = document.createElement("script");
  rules.type = "speculationrules";
  rules.textContent = JSON.stringify({ prerender: [{ source: "list", urls: [url], eagerness: "immediate" }] });
  localStorage.removeItem("rendered");
  document.head.append(rules);
  globalThis.isRendered = () => localStorage.getItem("rendered") === url;
  globalThis.go = () => void location.assign(url);
}
