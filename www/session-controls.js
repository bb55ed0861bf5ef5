import { read } from "./response.js";
import { openOutbox } from "./outbox.js";
import { openSheet } from "./sign-in-dialog.js";
import { openWho } from "./account-menu.js";

/**
 * The front desk, on every page: knows who is here, lets them in and out, and
 * says so once when a sign-in has ended. `came` hears of every change of person.
 */
export function openDesk({ config, auth, notices, came }) {
  const outbox = openOutbox(config);
  const who = openWho(document.querySelector("#who"), { signIn: () => signIn(), signOut });
  let sheet;
  const wishes = [];
  let turn = 0;

  const account = async () => (await read(await auth.fetchWithAuth(`${config.app}/api/account`))).member;

  async function signIn(step) {
    try {
      sheet ??= openSheet({ auth, outbox, closed: who.catchFocus });
      (await sheet).open(step);
    } catch (error) {
      sheet = undefined;
      notices.tell("sign-in", error, () => signIn(step));
    }
  }

  /** The session here has ended whatever becomes of the rest. */
  async function signOut() {
    try {
      await auth.logout({ returnTo: "/" });
    } catch (error) {
      notices.show("sign-out", "You are signed out here, but Wix could not be told. When you are online again, sign in and out once more.", { code: error.code });
    }
  }

  /** A sign-in has ended. What could not be done meanwhile is done after the next one. */
  function ended(again) {
    if (again) wishes.push(again);
    notices.show("session", "You were signed in, and that has ended. Your cart is kept for you.", {
      code: "sign_in_required",
      ways: { "Sign in again": () => signIn(), "Be a guest": () => auth.signOut() },
    });
  }

  /** A name that comes late is nobody's any more. */
  async function show({ state }) {
    const mine = (turn += 1);
    who.show(state);
    if (state === "expired") return ended();
    notices.settle("session");
    const wished = wishes.splice(0);
    if (state !== "member") return;
    (await sheet)?.close();
    for (const again of wished) again();
    try {
      const member = await account();
      if (mine !== turn) return;
      who.call(member.nickname);
      came.named?.(member);
    } catch (error) {
      if (mine === turn && error.code !== "sign_in_required") notices.tell("sign-in", error, () => show({ state }));
    }
  }

  auth.onSessionChange((change) => {
    came.changed?.(change);
    if (change.reason === "renewed") return;
    came.person(change);
    show(change);
  });

  return { account, ended, outbox, show, signIn, signOut };
}
