// The types of SvelteKit fit those of fetch-with-auth/sveltekit, in the strictest settings, and `locals` needs no declaration.
import { redirect, type RequestEvent } from "@sveltejs/kit";
import { sequence } from "@sveltejs/kit/hooks";
import { createSessions, type ServerSession } from "fetch-with-auth/sveltekit";

// SvelteKit 2 exports it elsewhere.
type Handle = ReturnType<typeof sequence>;

const sessions = createSessions({ clientId: "client" });
const late: { handle: Handle } = createSessions(() => ({ clientId: "client", secrets: process.env["SECRET"] }));

const membersOnly: Handle = ({ event, resolve }) => {
  const session: ServerSession = event.locals.session;
  if (session.state !== "member") redirect(303, "/session/login");
  return resolve(event);
};

export const handle: Handle = sequence(sessions.handle, late.handle, membersOnly);

export async function load({ locals: { session } }: RequestEvent): Promise<{ ok: boolean }> {
  // @ts-expect-error
  session.state = "member";
  return session.fetchWithAuth("https://www.wixapis.com/x");
}

// @ts-expect-error
createSessions({});
// @ts-expect-error
createSessions(() => ({ clientID: "client" }));

declare const process: { env: Record<string, string | undefined> };
