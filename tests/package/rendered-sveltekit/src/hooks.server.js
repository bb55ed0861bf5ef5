import { redirect } from "@sveltejs/kit";
import { sequence } from "@sveltejs/kit/hooks";
import { createSessions } from "fetch-with-auth/sveltekit";

import { config } from "#lib/shop.js";

const { handle: sessions } = createSessions(config);

/** What projects have after it: only members see that page. */
function membersOnly({ event, resolve }) {
  if (event.url.pathname === "/members-only" && event.locals.session.state !== "member") {
    event.cookies.set("asked-for", event.url.pathname, { path: "/" });
    redirect(303, "/session/login?returnTo=/members-only");
  }
  return resolve(event);
}

export const handle = sequence(sessions, membersOnly);
