import { readFileSync } from "node:fs";

import { StandIn, initSync } from "../dist/stand_in.js";

let isLoaded = false;

/** A local Wix that has these origins; each has its own state. */
export function createStandIn({ api, wix, idp }) {
  if (!isLoaded) initSync({ module: readFileSync(new URL("../dist/stand_in_bg.wasm", import.meta.url)) });
  isLoaded = true;
  return new StandIn(api, wix, idp);
}

/** Sends a request of the control API within this process; resolves to the JSON of the response. */
export function controlOf(standIn) {
  return async (method, path, body) => {
    const headers = ["host", "localhost", "content-type", "application/json"];
    const bytes = new TextEncoder().encode(body === undefined ? "" : JSON.stringify(body));
    const answer = await standIn.exchange("api", method, `/_control/clients${path}`, headers, bytes).response();
    const pieces = [];
    for (let piece; (piece = await answer.next()); ) pieces.push(piece);
    return jsonOf(answer.status, Buffer.concat(pieces).toString());
  };
}

/** The JSON of a response of the control API; what it refuses is an error with its sentence. */
export function jsonOf(status, text) {
  const json = JSON.parse(text);
  if (status === 200) return json;
  throw new Error(json.message ?? `the local Wix responded with ${status} ${json.error ?? ""}`);
}
