/**
 * The storage of a browser in which this member has logged in on the page of this origin, for
 * Playwright. The library itself writes the record: its form is its own.
 */
export async function storageState({ clientId, apiOrigin, tokens, page, storage = "browser" }) {
  const origin = originOf(page);
  if (storage === "wix-session-cookie") return { cookies: [cookie(clientId, tokens, origin)], origins: [] };
  if (storage !== "browser") throw new TypeError(`storage must be "browser" or "wix-session-cookie", and is ${JSON.stringify(storage)}`);
  const value = await recordOf(clientId, apiOrigin, tokens);
  const stores = [{ name: "records", autoIncrement: false, records: [{ key: clientId, value }], indexes: [] }];
  return { cookies: [], origins: [{ origin, localStorage: [], indexedDB: [{ name: "fetch-with-auth", version: 1, stores }] }] };
}

function originOf(page) {
  if (URL.canParse(page)) return new URL(page).origin;
  throw new TypeError(`page must be the URL of your page, like "http://localhost:5173/", and is ${JSON.stringify(page)}`);
}

async function recordOf(clientId, apiOrigin, { accessToken, refreshToken, expiresAt }) {
  const { createAuth } = await import("fetch-with-auth").catch((cause) => {
    throw new Error("fetch-with-auth is not installed beside fetch-with-auth-dev: it writes the session", { cause });
  });
  let record;
  const storage = { getItem: () => record, setItem: (_, text) => void (record = text) };
  await createAuth({ clientId, apiOrigin, storage }).signInWithTokens({ accessToken, refreshToken, expiresAt });
  return record;
}

/** As Wix-managed projects have it. */
function cookie(clientId, { accessToken, refreshToken, expiresAt }, origin) {
  const value = { clientId, tokens: { accessToken: { value: accessToken, expiresAt }, refreshToken: { value: refreshToken, role: "member" } } };
  return {
    name: "wixSession",
    value: encodeURIComponent(JSON.stringify(value)),
    domain: new URL(origin).hostname,
    path: "/",
    expires: -1,
    httpOnly: false,
    secure: origin.startsWith("https:"),
    sameSite: "Lax",
  };
}
