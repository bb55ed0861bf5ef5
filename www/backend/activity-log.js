/**
 * What happened lately, by caller, so that each can see their own. There is no
 * token in it: the log never has one.
 */
const pages = new Map();

/** The backend's log: every event of it comes by here. */
export function record({ type, what, identity, who = identity, status, code, error, when }) {
  if (type === "failed") return console.error(`${what}:`, error);
  // Who looks at the ledger would otherwise fill it; who has no name has no page.
  if (what === "shop.recent" || !who) return;
  const page = pages.get(ownerOf(who)) ?? [];
  page.unshift({ type, what, who: who.type, id: ownerOf(who).slice(0, LETTERS), status, code, when });
  page.length = Math.min(page.length, LINES);
  // Put back at the end: the first is the person who has been away for longest.
  pages.delete(ownerOf(who));
  pages.set(ownerOf(who), page);
  if (pages.size > PAGES) pages.delete(pages.keys().next().value);
}

/** Newest first. */
export const activityOf = (identity) => pages.get(ownerOf(identity)) ?? [];

/** Whose something is: by the word of Wix, and never by what a page says. */
export const ownerOf = (identity) => identity[`${identity.type}Id`] ?? identity.type;

const LETTERS = 4;
const LINES = 20;
const PAGES = 1000;
