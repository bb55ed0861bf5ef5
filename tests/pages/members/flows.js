// The flows that end in a code.
import { CALLBACK, callback, land, leaving } from "./person.js";

/** Every flow that ends in a code, as a person who is not signed in yet takes it. */
export const FLOWS = {
  "a login by redirect": async (auth, mine) => auth.handleRedirect(await callback(mine, auth)),
  "a login by redirect, in the fragment": async (auth, mine) => auth.handleRedirect(await callback(mine, auth, { responseMode: "fragment" })),
  "a login of a form, in a frame": (auth, mine) => auth.login(mine.who),
  "a login of a form, by redirect": async (auth, mine) =>
    auth.handleRedirect(await land(await leaving((navigate) => auth.login({ ...mine.who, continueWith: "redirect", redirectUri: CALLBACK, navigate })))),
  "a registration": (auth) => auth.register({ email: `${crypto.randomUUID()}@people.example`, password: crypto.randomUUID() }),
  "a password reset": async (auth, mine) => {
    await auth.sendPasswordResetEmail({ email: mine.email, redirectUri: CALLBACK });
    await auth.resetPassword({ recoveryToken: (await mine.mail()).at(-1).recoveryToken, password: crypto.randomUUID() });
  },
  "a silent login": async (auth, mine) => {
    await auth.login(mine.who);
    await auth.signOut();
    await auth.loginSilently();
  },
};
