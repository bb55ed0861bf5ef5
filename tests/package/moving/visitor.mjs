// A person at a site, before and after a move: their browser keeps cookies, and Wix is the stand-in.
import { setCookies } from "./next-headers.mjs";

const SHOP = "https://shop.example";
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const LINE = { quantity: 1, catalogReference: { appId: "215238eb-22a5-4c36-9e7b-e7c08025e04e", catalogItemId: "cup" } };

/** A new client of the stand-in, which calls of the Wix API reach. */
export async function wix(api) {
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const here = (url) => url.replace(/^https:\/\/(www|edge)\.wixapis\.com(?=\/)/, api);
    return input instanceof Request ? real(new Request(here(input.url), input), init) : real(here(`${input}`), init);
  };
  const { clientId } = await (await real(`${api}/_control/clients`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" })).json();
  process.env.WIX_CLIENT_ID = process.env.NEXT_PUBLIC_WIX_CLIENT_ID = clientId;
  return { report: async () => (await real(`${api}/_control/clients/${clientId}`)).json() };
}

export class Visitor {
  cookies = new Map();

  /** The request of a navigation. */
  request() {
    const headers = { "sec-fetch-dest": "document", "user-agent": CHROME };
    if (this.cookies.size) headers.cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    return new Request(`${SHOP}/`, { headers });
  }

  keep(setCookies) {
    for (const text of setCookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(text);
      if (/; Max-Age=0/i.test(text)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /** Opens the page: its scripts see its cookies. */
  openPage() {
    const document = Object.defineProperty(new EventTarget(), "cookie", {
      get: () => [...this.cookies].map((pair) => pair.join("=")).join("; "),
      set: (text) => this.keep([text]),
    });
    const globals = { navigator: { userAgent: CHROME, locks: navigator.locks }, location: new URL(`${SHOP}/`), document, localStorage: new Storage(), sessionStorage: new Storage() };
    for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, configurable: true });
    // As Electron says that Node is a page there.
    process.type = "renderer";
  }

  /** What the server's code reads while it renders, of a request's header. */
  render(header) {
    setCookies(new Map((header ?? "").split("; ").filter(Boolean).map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
    })));
  }
}

/** What pages of the tests do not keep anything in. */
class Storage {
  getItem() {
    return null;
  }
  setItem() {}
  removeItem() {}
}

export const add = async ({ currentCart }) => count(await currentCart.addToCurrentCart({ lineItems: [LINE] }));
export const items = async ({ currentCart }) => count({ cart: await currentCart.getCurrentCart() });
const count = ({ cart }) => cart.lineItems.reduce((sum, { quantity }) => sum + quantity, 0);
