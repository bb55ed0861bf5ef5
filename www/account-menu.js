/** Who is here, at the top of every page: the way in, a name, the way out. */
export function openWho(root, { signIn, signOut }) {
  const [enter, name, leave] = [".in", ".name", ".out"].map((selector) => root.querySelector(selector));

  function show(state) {
    const focused = root.contains(document.activeElement);
    root.dataset.who = state;
    enter.hidden = state === "member";
    enter.querySelector(".again").hidden = state !== "expired";
    name.hidden = leave.hidden = state !== "member";
    if (state !== "member") call("You");
    if (focused) catchFocus();
  }

  function call(member) {
    name.querySelector("[data-member]").textContent = member;
    name.querySelector("[data-member]").dataset.member = member;
    name.querySelector(".initial").textContent = [...member][0]?.toUpperCase() ?? "";
  }

  const focus = () => (name.hidden ? enter : name).focus();

  /** What had the focus may have gone, and a browser finds that out later. */
  function catchFocus() {
    const at = document.activeElement;
    if (!at || at === document.body || at.getClientRects().length === 0) focus();
  }

  enter.addEventListener("click", signIn);
  leave.addEventListener("click", signOut);
  return { show, call, catchFocus };
}
