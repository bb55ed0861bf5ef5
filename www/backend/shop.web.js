import { Permissions, WebMethodError, elevate, getContext, webMethod } from "fetch-with-auth/backend";
import { activityOf } from "./activity-log.js";
import { addToStock, readStock } from "./stores.js";

/** What there is of each thing. Everybody may know that, so it is asked as the caller. */
export const stock = webMethod(Permissions.Anyone, readStock);

/**
 * Brings a thing back on the shelf. Only an admin may change the stock; a member
 * may bring about exactly this one change of it.
 *
 * That the caller is a member is looked at before this is called. Everything else
 * is looked at here, before `elevate`: behind it nobody asks any more who called
 * and what they passed.
 */
export const restock = webMethod(Permissions.SiteMember, async (productId) => {
  // One at a time for each thing, for all callers: two who both saw an empty shelf would both fill it.
  if (underWay.has(productId)) throw refusal("already_asked", "The potter is at it already. Look again in a moment.");
  underWay.add(productId);
  try {
    // Still as the caller. What there is says Wix, and not the page.
    const left = new Map(Object.entries(await readStock())).get(productId);
    if (left === undefined) throw refusal("no_such_thing", "The potter does not know such a thing.", 404);
    if (left > 0) throw refusal("not_sold_out", "Somebody was quicker: it is back on the shelf already.");
    await elevate(addToStock)(productId, RESTOCKED);
    return { left: RESTOCKED };
  } finally {
    underWay.delete(productId);
  }
});

/** What was called, done as the app, and refused lately, for the very caller. */
export const recent = webMethod(Permissions.Anyone, () => activityOf(getContext().identity));

const refusal = (code, sentence, status = 409) => new WebMethodError(code, sentence, { status });
const underWay = new Set();

/** How many the potter makes. No argument of the page's says that. */
const RESTOCKED = 5;
