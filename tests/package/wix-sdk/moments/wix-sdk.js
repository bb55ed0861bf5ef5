// The same with a client of @wix/sdk, which keeps tokens in memory and leaves the rest to the page.

/** Fifty calls at once, of somebody new. */
export async function fifty(client, request) {
  // Each of these calls would create a visitor, so one is created before.
  const stored = localStorage.getItem("tokens");
  client.auth.setTokens(stored ? JSON.parse(stored) : await client.auth.generateVisitorTokens());
  localStorage.setItem("tokens", JSON.stringify(client.auth.getTokens()));
  return Promise.all(Array.from({ length: 50 }, () => client.fetchWithAuth(...request)));
}

/** A call whose token is refused. */
export async function expire(client, request) {
  const response = await client.fetchWithAuth(...request);
  if (response.status !== 401) return response;
  // Other calls and other tabs renew as well, unless you prevent it.
  client.auth.setTokens(await client.auth.renewToken(client.auth.getTokens().refreshToken));
  localStorage.setItem("tokens", JSON.stringify(client.auth.getTokens()));
  return client.fetchWithAuth(...request);
}

/** A call that needs a token while there is none to be had. */
export async function outage(client, request) {
  try {
    return await expire(client, request);
  } catch (error) {
    // There is no code to look at.
    if (!error.message.includes("Service Unavailable")) throw error;
    return "Please try again.";
  }
}

/** A call of somebody whose session Wix has ended. */
export async function end(client, request) {
  try {
    return await expire(client, request);
  } catch (error) {
    if (!error.message.includes("invalid_grant")) throw error;
    if (client.auth.loggedIn()) return "Please sign in again.";
    client.auth.setTokens(await client.auth.generateVisitorTokens());
    localStorage.setItem("tokens", JSON.stringify(client.auth.getTokens()));
    return client.fetchWithAuth(...request);
  }
}

/** Nobody is known any more, in this tab: the others keep the tokens that they have. */
export async function forget(client) {
  client.auth.setTokens({ accessToken: { value: "", expiresAt: 0 }, refreshToken: { value: "", role: "none" } });
  localStorage.removeItem("tokens");
}
