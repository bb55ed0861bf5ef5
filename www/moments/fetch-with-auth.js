// What a page does at each moment that the shop provokes. The shop shows it, and tests run it.

/** Fifty calls at once, of somebody new. */
export async function fifty(auth, request) {
  return Promise.all(Array.from({ length: 50 }, () => auth.fetchWithAuth(...request)));
}

/** A call whose token is refused. */
export async function expire(auth, request) {
  return auth.fetchWithAuth(...request);
}

/** A call that needs a token while there is none to be had. */
export async function outage(auth, request) {
  try {
    return await auth.fetchWithAuth(...request);
  } catch (error) {
    if (error.code !== "token_endpoint_unavailable") throw error;
    return "Please try again.";
  }
}

/** A call of somebody whose session Wix has ended. */
export async function end(auth, request) {
  try {
    return await auth.fetchWithAuth(...request);
  } catch (error) {
    if (error.code !== "sign_in_required") throw error;
    return "Please sign in again.";
  }
}

/** Nobody is known any more, in no tab. */
export async function forget(auth) {
  await auth.newVisitor();
  await auth.signOut();
}
