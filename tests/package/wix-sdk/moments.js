// The code that the shop shows beside its fault switches, by fetch-with-auth and by a client of
// @wix/sdk: two files of www/moments.

import { createClient, OAuthStrategy } from "@wix/sdk";
import { createAuth } from "fetch-with-auth";
import * as ours from "./fetch-with-auth.js";
import * as theirs from "./wix-sdk.js";
import { same } from "./same.js";

const REQUEST = ["https://www.wixapis.com/echo?auth=required"];
const DOWN = { kind: "status", status: 503 };

/** Sentences about each, to be run with a stand-in. */
export const moments = (wix) => Object.fromEntries([["ours", ours], ["theirs", theirs]].map(([name, code]) => [`the moments of the shop, ${name}`, async () => {
  const items = new Map();
  const value = { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => items.set(key, value), removeItem: (key) => items.delete(key) };
  Object.defineProperty(globalThis, "localStorage", { value, configurable: true });
  const { clientId } = await wix.client();
  const made = name === "ours" ? createAuth({ clientId }) : createClient({ auth: OAuthStrategy({ clientId }) });
  const statuses = (responses) => [...new Set([responses].flat().map((response) => response.status ?? response))];
  const seen = async () => {
    const { visitors, tokenRequests } = await wix.seen(clientId);
    return [visitors, tokenRequests.anonymous ?? 0, tokenRequests.refresh_token ?? 0];
  };

  same(statuses(await code.fifty(made, REQUEST)), [200]);
  same(await seen(), [1, 1, 0], "one visitor for fifty calls");
  await wix.act(clientId, "revoke-access");
  same(statuses(await code.expire(made, REQUEST)), [200]);
  same(await seen(), [1, 1, 1], "one renewal");
  await wix.act(clientId, "revoke-all");
  same(statuses(await code.end(made, REQUEST)), [200]);
  same((await seen())[0], 2, "a new visitor");
  await code.forget(made);
  same(statuses(await code.fifty(made, REQUEST)), [200]);
  same((await seen())[0], 3, "another visitor");
  await code.forget(made);
  await wix.change(clientId, { faults: { anonymous: DOWN } });
  same(await code.outage(made, REQUEST), "Please try again.");
  same((await seen())[0], 3, "nobody new");
}]));
