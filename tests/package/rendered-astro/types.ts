// The types of Astro fit those of fetch-with-auth/astro, in the strictest settings, and `locals` needs no declaration.
import type { APIContext, APIRoute, MiddlewareHandler } from "astro";
import { sequence } from "astro/middleware";
import { createSessions, type ServerSession } from "fetch-with-auth/astro";

const sessions = createSessions({ clientId: "client" });
const late: { onRequest: MiddlewareHandler; ALL: APIRoute } = createSessions(() => ({ clientId: "client", secrets: process.env["SECRET"] }));

const membersOnly: MiddlewareHandler = ({ locals, redirect }, next) => {
  const session: ServerSession = locals.session;
  return session.state === "member" ? next() : redirect("/session/login");
};

export const onRequest: MiddlewareHandler = sequence(sessions.onRequest, late.onRequest, membersOnly);
export const ALL: APIRoute = sessions.ALL;

export const GET = ({ locals: { session } }: APIContext): Promise<Response> => {
  // @ts-expect-error
  session.state = "member";
  return session.fetchWithAuth("https://www.wixapis.com/x");
};

// @ts-expect-error
createSessions({});
// @ts-expect-error
createSessions(() => ({ clientID: "client" }));

declare const process: { env: Record<string, string | undefined> };
