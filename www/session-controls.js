import { readJson } from "./response.js";
import { openOutbox } from "./outbox.js";
import { openSignInDialog } from "./sign-in-dialog.js";
import { openAccountMenu } from "./account-menu.js";

/**
 * What every page has: the account menu, the sign-in dialog, signing out, and a notice
 * when a sign-in has ended. `on` has the listeners for changes of the session.
 */
export function openSessionControls({ config, auth, notices, on }) {
  const outbox = openOutbox(config);
  const menu = openAccountMenu(document.querySelector("#account-menu"), { signIn: () => signIn(), signOut });
  let dialog;
  const pending = [];
  let turn = 0;

  const account = async () => (await readJson(await auth.fetchWithAuth(`${config.app}/api/account`))).member;

  async function signIn(step) {
    try {
      dialog ??= openSignInDialog({ auth, outbox, closed: menu.catchFocus });
      (await dialog).open(step);
    } catch (error) {
      dialog = undefined;
      notices.showError("sign-in", error, () => signIn(step));
    }
  }

  /** The session here has ended whatever becomes of the rest. */
  async function signOut() {
    try {
      await auth.logout({ returnTo: "/" });
    } catch (error) {
      notices.show("sign-out", "You are signed out here, but not at Wix, which cannot be reached. When you are online again, sign in and out once more.", { code: error.code });
    }
  }

  /** A sign-in has ended. What could not be done meanwhile is done after the next one. */
  function ended(again) {
    if (again) pending.push(again);
    notices.show("session", "You were signed in, and that has ended. Your cart is kept for you.", {
      code: "sign_in_required",
      ways: { "Sign in again": () => signIn(), "Be a guest": () => auth.signOut() },
    });
  }

  /** A name that arrives after the person has changed is dropped. */
  async function show({ state }) {
    const current = (turn += 1);
    menu.show(state);
    if (state === "expired") return ended();
    notices.remove("session");
    const retries = pending.splice(0);
    if (state !== "member") return;
    (await dialog)?.close();
    for (const again of retries) again();
    try {
      const member = await account();
      if (current !== turn) return;
      menu.setName(member.nickname);
      on.named?.(member);
    } catch (error) {
      if (current === turn && error.code !== "sign_in_required") notices.showError("sign-in", error, () => show({ state }));
    }
  }

  auth.onSessionChange((change) => {
    on.changed?.(change);
    if (change.reason === "renewed") return;
    on.person(change);
    show(change);
  });

  return { account, ended, outbox, show, signIn, signOut };
}
