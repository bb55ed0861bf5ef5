// The bindings, as projects in TypeScript use them.
import { defaultAuth, createAuth, type Auth, type AuthError, type SessionInfo } from "fetch-with-auth";
import * as react from "fetch-with-auth/react";
import { sessionStore, type SessionSnapshot } from "fetch-with-auth/svelte";
import * as vue from "fetch-with-auth/vue";
import type { ReactElement } from "react";
import { derived, type Readable } from "svelte/store";
import { computed, createApp, type ComputedRef } from "vue";

const auth: Auth = createAuth({ clientId: "2d5b1bf5-7ef6-4ea5-8b0b-1b1ba3ce2a2d" });
const initial: SessionInfo = { state: "member" };
const current: Auth | undefined = defaultAuth();

function Account(): ReactElement {
  const { state, expiresAt, error } = react.useSession();
  const code: AuthError["code"] | undefined = error?.code;
  const seconds: number | undefined = expiresAt;
  const { logout, fetchWithAuth }: Auth = react.useAuth();
  // @ts-expect-error there is never a token
  react.useSession().accessToken;
  // @ts-expect-error it is a snapshot
  react.useSession().state = "member";
  // @ts-expect-error not one of the states
  if (state === "loading") return <i />;
  return <button onClick={() => logout()}>{state ?? "not known"} {code} {seconds} {fetchWithAuth.name}</button>;
}

export const app = <react.SessionProvider auth={auth} initial={initial}><Account /><Account /></react.SessionProvider>;
export const unknown = <react.SessionProvider auth={current} initial={null}><Account /></react.SessionProvider>;
// @ts-expect-error options are no instance
export const wrong = <react.SessionProvider auth={{ clientId: "mine" }} />;

const store: Readable<SessionSnapshot> = sessionStore({ auth, initial });
export const isMember: Readable<boolean> = derived(sessionStore(), ({ state }) => state === "member");
export const stop: () => void = store.subscribe(({ state }) => console.log(state));

createApp({}).use(vue.sessionPlugin({ auth, initial })).use(vue.sessionPlugin({}));
export const isVisitor: ComputedRef<boolean> = computed(() => vue.useSession().value.state === "visitor");
export const actions: Auth = vue.useAuth();
