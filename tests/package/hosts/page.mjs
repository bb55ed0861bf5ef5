// A Wix page: what jsdom has of it, and the globals that code within it uses.
import { after } from "node:test";

import { JSDOM } from "jsdom";

const NAMES = ["window", "document", "location", "HTMLElement", "customElements"];

/** Opens a page until the tests have ended. The next one replaces it. */
export function open(url, names = {}) {
  const { window } = new JSDOM("<!doctype html>", { url });
  Object.assign(window, names);
  for (const name of NAMES) {
    Object.defineProperty(globalThis, name, { value: name === "window" ? window : window[name], configurable: true, writable: true });
  }
  return window;
}

after(() => NAMES.forEach((name) => delete globalThis[name]));

export const later = (milliseconds = 50) => new Promise((done) => setTimeout(done, milliseconds));
