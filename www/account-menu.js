/** Who is here, at the top of every page: sign in, the name, sign out. */
export function openAccountMenu(root, { signIn, signOut }) {
  const [signInButton, name, signOutButton] = [".sign-in", ".name", ".sign-out"].map((selector) => root.querySelector(selector));

  function show(state) {
    const focused = root.contains(document.activeElement);
    root.dataset.state = state;
    signInButton.hidden = state === "member";
    signInButton.querySelector(".again").hidden = state !== "expired";
    name.hidden = signOutButton.hidden = state !== "member";
    if (state !== "member") setName("You");
    if (focused) catchFocus();
  }

  function setName(member) {
    name.querySelector("[data-member]").textContent = member;
    name.querySelector("[data-member]").dataset.member = member;
    name.querySelector(".initial").textContent = [...member][0]?.toUpperCase() ?? "";
  }

  const focus = () => (name.hidden ? signInButton : name).focus();

  /** The element that had the focus may be hidden now; browsers report that late. */
  function catchFocus() {
    const at = document.activeElement;
    if (!at || at === document.body || at.getClientRects().length === 0) focus();
  }

  signInButton.addEventListener("click", signIn);
  signOutButton.addEventListener("click", signOut);
  return { show, setName, catchFocus };
}
