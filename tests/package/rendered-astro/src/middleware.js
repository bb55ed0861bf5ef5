import { sequence } from "astro:middleware";
import { createSessions } from "fetch-with-auth/astro";

import { config } from "./shop.js";

const sessions = createSessions(config);

/** What projects have after it: pages that have moved, and one for members only. */
function later(context, next) {
  const { locals, url } = context;
  if (url.pathname === "/moved") return context.rewrite("/about");
  if (url.pathname === "/renamed") return next("/about");
  if (url.pathname === "/members-only" && locals.session.state !== "member") return context.redirect("/session/login?returnTo=/members-only", 303);
  return next();
}

export const onRequest = sequence(sessions.onRequest, later);
export const { ALL } = sessions;
