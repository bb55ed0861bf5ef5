// A page with the panel, in a browser, as a test sees it.
import { readFile } from "node:fs/promises";

import { listen } from "./loopback.js";

/** Serves the page, what it imports, and responses of a backend. */
export function site(policy) {
  return listen(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const status = STATUS.exec(pathname)?.[1];
    if (status) return response.writeHead(Number(status), { "content-type": "application/json" }).end("{}");
    const [folder, name] = pathname.startsWith("/dist/") ? ["node_modules/fetch-with-auth", pathname] : pathname === "/axe.js" ? ["node_modules/axe-core", "/axe.min.js"] : ["page", pathname === "/" ? "/index.html" : pathname];
    const content = await readFile(folder + name).catch(() => undefined);
    if (!content) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[name.split(".").at(-1)], ...(policy && { "content-security-policy": policy }) }).end(content);
  });
}

const STATUS = /^\/status\/(\d+)/;
const TYPES = { html: "text/html", js: "text/javascript", css: "text/css" };

/** What the panel shows, and how it is used. */
export class Panel {
  constructor(browser) {
    this.browser = browser;
  }

  async open(origin, { api, clientId }, more = "open") {
    await this.browser.open(`${origin}/?api=${encodeURIComponent(api)}&client=${clientId}&${more}`);
    await this.browser.until("true", () => this.browser.run("return document.documentElement.dataset.ready"), "the page");
  }

  /** The value of a function's body in the page, with `root`, the panel's shadow root. */
  run(body, ...args) {
    return this.browser.run(`const root = document.querySelector("fetch-with-auth-devtools")?.shadowRoot; ${body}`, ...args);
  }

  /** The lines of the timeline, oldest first: a text, and reason and advice where there are. */
  lines() {
    return this.run(`return [...root.querySelectorAll("[role=log] li")].reverse().map((line) => {
      const [text, ...more] = [line.querySelector(".text"), ...line.querySelectorAll("p")].map((part) => part.textContent);
      return [text + line.querySelector(".count").textContent, ...more];
    })`);
  }

  /** Until the timeline has this line, by its beginning. */
  async has(text) {
    let found;
    await this.browser.until(true, async () => {
      found = (await this.lines()).find(([line]) => line.startsWith(text));
      return found !== undefined || JSON.stringify(await this.lines());
    }, `a line "${text}"`);
    return found;
  }

  /** What stands beside a name in a list of the panel. */
  row(name) {
    return this.run(`return [...root.querySelectorAll("dt")].find((term) => term.textContent === arguments[0]).nextElementSibling.textContent`, name);
  }

  shows(name, wanted) {
    return this.browser.until(wanted, () => this.row(name), name);
  }

  /** Presses the button with this beginning of a label, once there is one. */
  press(label) {
    return this.browser.until(true, () => this.run(`const button = [...root.querySelectorAll("button")].find((button) => button.textContent.startsWith(arguments[0]) && button.checkVisibility()); button?.click(); return !!button`, label), `a button "${label}"`);
  }

  isOn(label) {
    return this.run(`return [...root.querySelectorAll("[role=switch]")].find((button) => button.textContent.startsWith(arguments[0])).getAttribute("aria-checked")`, label);
  }

  /** A call of the page: its status, or the code of its error. */
  call(url, init) {
    return this.browser.run("return auth.fetchWithAuth(...arguments).then((response) => response.status, (error) => error.code ?? error.name)", url, init ?? {});
  }
}
