// A browser with an empty profile, by WebDriver.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort, responds } from "../loopback.js";

const WAIT_MS = 20_000;

// The name of headless Chromium is that of a bot.
const AS_A_PERSON = "--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

const ENGINES = {
  chrome: {
    driver: process.env.CHROMEDRIVER,
    capabilities: { "goog:chromeOptions": { args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", AS_A_PERSON] } },
  },
  firefox: { driver: process.env.GECKODRIVER, capabilities: { "moz:firefoxOptions": { args: ["-headless"] } } },
  safari: {
    driver: process.env.WEBKITDRIVER,
    capabilities: { "webkitgtk:browserOptions": { binary: "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser", args: ["--automation"] } },
  },
};

// https://w3c.github.io/webdriver/#keyboard-actions
const KEYS = { Tab: "\uE004", Enter: "\uE007", Escape: "\uE00C", Space: " " };

/** The engines whose drivers this test was given. */
export const engines = Object.keys(ENGINES).filter((name) => ENGINES[name].driver);

export class Browser {
  static async start(engine) {
    const { driver, capabilities } = ENGINES[engine];
    const browser = new Browser();
    browser.home = await mkdtemp(join(tmpdir(), "rendered-"));
    const port = await freePort();
    const folders = ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"].map((name) => [name, browser.home]);
    browser.child = spawn(driver, [`--port=${port}`], { stdio: "ignore", detached: true, env: { ...process.env, ...Object.fromEntries(folders) } });
    browser.exited = once(browser.child, "exit");
    const origin = `http://127.0.0.1:${port}`;
    await responds(browser.child, `${origin}/status`);
    browser.url = `${origin}/session`;
    const { sessionId } = await browser.#post("", { capabilities: { alwaysMatch: capabilities } });
    browser.url += `/${sessionId}`;
    return browser;
  }

  #post(command, body = {}) {
    return this.#send(command, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  }

  async #send(command, request) {
    const response = await fetch(`${this.url}${command}`, request);
    const { value } = await response.json();
    if (response.ok) return value;
    throw new Error(`${command}: ${value.error}: ${value.message}`);
  }

  open(url) {
    return this.#post("/url", { url });
  }

  /** The value of a function's body in the page. */
  run(script, ...args) {
    return this.#post("/execute/sync", { script, args });
  }

  async #element(selector) {
    return Object.values(await this.#post("/element", { using: "css selector", value: selector }))[0];
  }

  async click(selector) {
    await this.#post(`/element/${await this.#element(selector)}/click`);
  }

  async type(selector, text) {
    await this.#post(`/element/${await this.#element(selector)}/value`, { text });
  }

  /** What names the window that commands are for. */
  window() {
    return this.#send("/window");
  }

  /** Opens another window, which commands are for from now on. */
  async openWindow() {
    const { handle } = await this.#post("/window/new", { type: "window" });
    await this.turnTo(handle);
  }

  turnTo(handle) {
    return this.#post("/window", { handle });
  }

  closeWindow() {
    return this.#send("/window", { method: "DELETE" });
  }

  /** Presses a key: Tab, Enter, Escape or Space. */
  async press(key) {
    const value = KEYS[key];
    const actions = ["keyDown", "keyUp"].map((type) => ({ type, value }));
    await this.#post("/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Shows pages with this width and these media features, or again as they are. Chromium only. */
  async look({ width = 0, media = {} } = {}) {
    const features = Object.entries(media).map(([name, value]) => ({ name, value }));
    const execute = (cmd, params) => this.#post("/goog/cdp/execute", { cmd, params });
    await execute("Emulation.setEmulatedMedia", { features });
    if (width) await execute("Emulation.setDeviceMetricsOverride", { width, height: 844, deviceScaleFactor: 1, mobile: true });
    else await execute("Emulation.clearDeviceMetricsOverride", {});
  }

  /** The page as a PNG, into the folder that SCREENSHOTS names, if it does. */
  async screenshot(name) {
    if (!process.env.SCREENSHOTS) return;
    await writeFile(join(process.env.SCREENSHOTS, `${name}.png`), Buffer.from(await this.#send("/screenshot"), "base64"));
  }

  text(id) {
    return this.run("return document.getElementById(arguments[0])?.textContent", id);
  }

  /** Until the value of `read` is `wanted`. */
  async until(wanted, read, what) {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const found = await read().catch((error) => error.message);
      if (found === wanted) return;
      if (Date.now() > deadline) throw new Error(`${what}: ${JSON.stringify(found)} and not ${JSON.stringify(wanted)}`);
      await new Promise((done) => setTimeout(done, 25));
    }
  }

  shows(id, wanted) {
    return this.until(wanted, () => this.text(id), `#${id}`);
  }

  async end() {
    if (this.url) await fetch(this.url, { method: "DELETE" }).catch(() => {});
    try {
      process.kill(-this.child.pid, "SIGKILL");
    } catch {}
    await this.exited;
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
