// An instance over a token endpoint of this file, and what the bindings ask of it.
import { createAuth } from "fetch-with-auth";

const json = (status, body) => Response.json(body, { status });

export const options = {
  clientId: "2d5b1bf5-7ef6-4ea5-8b0b-1b1ba3ce2a2d",
  storage: "memory",
  audience: ["https://shop.example"],
  async fetch(input, init) {
    const url = String(input.url ?? input);
    if (!url.endsWith("/oauth2/token")) return json(200, {});
    const form = new URLSearchParams(await new Request(input, init).text());
    return form.get("grant_type") === "anonymous"
      ? json(200, { access_token: "visitor-access", refresh_token: "visitor-refresh", token_type: "Bearer", expires_in: 14_400 })
      : json(400, { error: "invalid_grant" });
  },
};

export const make = () => counted(createAuth(options));

/** The same instance, and how often it was asked and followed. */
export function counted(auth) {
  const calls = { session: 0, followed: 0, left: 0 };
  return {
    ...auth,
    calls,
    session() {
      calls.session++;
      return auth.session();
    },
    onSessionChange(listener) {
      calls.followed++;
      const leave = auth.onSessionChange(listener);
      return () => {
        calls.left++;
        leave();
      };
    },
  };
}

export const visit = (auth) => auth.fetchWithAuth("https://shop.example/cart");
export const logIn = (auth) => auth.signInWithTokens({ access_token: "member-access", refresh_token: "member-refresh", expires_in: 14_400 });
/** A member whose refresh token is not good any more; the next call finds out. */
export const expire = async (auth) => {
  await auth.signInWithTokens({ accessToken: "old-access", refreshToken: "old-refresh", expiresAt: 1 });
  await visit(auth).then(() => assert("it was sent"), (error) => error.code === "sign_in_required" || assert(error));
};

const assert = (why) => {
  throw new Error(why);
};

/** An instance whose session is not known before `succeed()`. */
export function failing(code = "storage_unavailable") {
  const auth = createAuth(options);
  const error = Object.assign(new Error("the disk is full"), { name: "AuthError", code });
  let fails = true;
  return {
    ...counted({ ...auth, session: () => fails ? Promise.reject(error) : auth.session() }),
    error,
    succeed() {
      fails = false;
    },
  };
}
