// A page: what React, Svelte and Vue look for, from jsdom.
import { JSDOM } from "jsdom";

export function open() {
  const { window } = new JSDOM("<!doctype html><body></body>", { url: "https://shop.example/" });
  for (const name of ["window", "document", "Node", "Element", "HTMLElement", "SVGElement", "Text", "Comment", "Event", "MutationObserver", "HTMLMediaElement", "DocumentFragment"]) globalThis[name] = window[name] ?? window;
  globalThis.navigator ??= window.navigator;
  // React says what is wrong there, and so does Vue; Svelte warns.
  for (const name of ["error", "warn"]) console[name] = (...given) => complaints.push(given.map(String).join(" "));
}

/** What the frameworks had to say, of a hydration that does not match for example. */
export const complaints = [];

/** An element of the page with this HTML. */
export function element(html = "") {
  const box = document.createElement("div");
  box.innerHTML = html;
  document.body.append(box);
  return box;
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until it is so. */
export async function until(check, what) {
  for (const end = Date.now() + 10_000; Date.now() < end; await pause(5)) if (check()) return;
  throw new Error(`not so after ten seconds: ${what ?? check}`);
}
