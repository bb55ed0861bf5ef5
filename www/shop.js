import { configure, fetchWithAuth } from "/fetch-with-auth/dist/index.js";
import { read } from "./answer.js";
import { openCart } from "./cart.js";
import { greet } from "./greeting.js";
import { connectLevers } from "./levers.js";
import { openNotices } from "./notice.js";
import { foldOnPhones, openPanel } from "./panel.js";
import { fillShelf } from "./shelf.js";
import { tally } from "./tally.js";

const find = (selector) => document.querySelector(selector);
const notices = openNotices(find("#notices"));
foldOnPhones(find("#counter"));
openShop().catch((error) => notices.tell("shop", error, () => location.reload()));

async function openShop() {
  const config = await read(await fetch("/config.json"));
  const panel = openPanel(find("#counter"));
  const { counts, fetch: countingFetch } = tally(`${config.api}/oauth2/token`, panel.request);
  const auth = configure({
    clientId: config.clientId,
    apiOrigin: config.api,
    audience: [config.app],
    fetch: countingFetch,
  });

  const cart = openCart({
    root: find("#cart"),
    address: `${config.app}/api/cart`,
    fetchWithAuth,
    failed: (error, again) => notices.tell("cart", error, again),
    said(sentence) {
      find("#status").textContent = sentence;
    },
    shown(count, visitor) {
      notices.settle("cart");
      showCount(count);
      if (visitor) greet.guest(visitor);
      document.documentElement.dataset.ready = "true";
    },
  });

  async function stock() {
    try {
      fillShelf(find("ul.shelf"), await read(await countingFetch(`${config.app}/api/products`)), cart.add);
    } catch (error) {
      notices.tell("shelf", error, stock);
    }
  }

  /** Whoever was forgotten here or in another tab leaves with their cart. */
  function sessionChanged(info) {
    panel.session(info);
    if (info.state !== "empty") return;
    greet.farewell();
    cart.empty();
  }

  /** A tab that slept may have missed what the others told it. */
  async function lookAgain() {
    if (document.visibilityState !== "visible") return;
    const info = await auth.session();
    panel.session(info);
    if (info.state !== "empty") cart.load();
  }

  connectLevers({ root: find("#counter"), config, auth, counts, event: panel.event, failed: (error) => notices.tell("counter", error), ask: cart.ask });
  auth.onSessionChange(sessionChanged);
  auth.onWarning(() => notices.show("storage", "Your browser keeps nothing for this page: the cart lasts until you close this tab."));
  document.addEventListener("visibilitychange", lookAgain);
  addEventListener("pageshow", (event) => event.persisted && lookAgain());

  stock();
  const info = await auth.session();
  panel.session(info);
  if (info.state !== "empty") greet.back();
  await cart.load();
}

function showCount(count) {
  const badge = find("[data-cart-count]");
  badge.dataset.cartCount = count;
  badge.textContent = count;
}
