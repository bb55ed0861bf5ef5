// tab.html?without=locks: what this browser is to lack, before anything is loaded.
{
  const without = new URLSearchParams(location.search).get("without") ?? "";
  if (without.includes("locks")) Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
}
