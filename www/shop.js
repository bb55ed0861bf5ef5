import { webMethods } from "/fetch-with-auth/dist/index.js";
import { openAuth } from "./auth.js";
import { readJson } from "./response.js";
import { openCart } from "./cart.js";
import { openActivityLog } from "./activity-log.js";
import { openSessionControls } from "./session-controls.js";
import { greet } from "./greeting.js";
import { connectFaultSwitches } from "./fault-switches.js";
import { openNotices } from "./notice.js";
import { openOrder } from "./order.js";
import { foldOnPhones, openPanel } from "./panel.js";
import { explain } from "./error-messages.js";
import { openProductList } from "./product-list.js";
import { openStock } from "./stock.js";

const find = (selector) => document.querySelector(selector);
const notices = openNotices(find("#notices"));
foldOnPhones(find("#panel"));
openShop().catch((error) => notices.showError("shop", error, () => location.reload()));

async function openShop() {
  const panel = openPanel(find("#panel"));
  const { config, auth, counts, fetch: countingFetch, isLeaving } = await openAuth((event, counts) => {
    panel.request(event, counts);
    // Not before the library has the token.
    if (event.forToken && event.status === 200) setTimeout(retry);
  });
  /** There are tokens again: what failed without one is done now. */
  const retry = () => notices.retry();
  const arrival = readArrival();
  let hasSignedOut = arrival.signedOut;
  let inCart = 0;
  let named;

  const failed = (about) => (error, again) => (error.code === "sign_in_required" ? controls.ended(again) : notices.showError(about, error, again));

  const shop = webMethods("/backend/api/shop", auth);
  const announce = (sentence) => {
    find("#status").textContent = sentence;
  };

  const cart = openCart({
    root: find("#cart"),
    address: `${config.app}/api/cart`,
    fetchWithAuth: auth.fetchWithAuth,
    failed: failed("cart"),
    announce,
    shown(count, { visitor, member }) {
      notices.remove("cart");
      inCart = count;
      showCount(count);
      order.show(count);
      if (named && member) greet.member(named, count);
      if (visitor && !member) (hasSignedOut ? greet.guestNow : greet.guest)(visitor);
      ready();
    },
  });

  const activity = openActivityLog({ root: find("#panel").parentElement, shop, auth, isLeaving });
  const productList = openProductList(find("ul.products"), { add: cart.add, askPotter: (product) => stock.askPotter(product) });
  const stock = openStock({ root: find("#products"), shop, productList, announce, failed: refused("restock"), called: activity.load });
  const order = openOrder({
    root: find("#cart"),
    fetchWithAuth: auth.fetchWithAuth,
    async ordered({ number, emptied }) {
      notices.remove("order");
      if (!emptied) notices.show("order", `Thank you. Your order has the number ${number}. Your cart could not be emptied just now, and will be before your next order.`);
      await cart.ordered();
      stock.load();
    },
    failed(error, again) {
      refused("order")(error, again);
      cart.changed();
      stock.load();
    },
  });

  /** What the backend refuses stays refused, however often it is asked: there is another way on. */
  function refused(about) {
    return (error, again) => {
      if (error.code === "permission_denied") return notices.show(about, explain(error).sentence, { code: error.code, ways: { "Sign in": () => controls.signIn() } });
      if (error.code === "sold_out") return notices.show(about, explain(error).sentence, { code: error.code, ways: { "To the cart": toCart } });
      if (error.status === 409) return notices.show(about, explain(error).sentence, { code: error.code });
      failed(about)(error, again);
    };
  }

  const controls = openSessionControls({
    config,
    auth,
    notices,
    on: {
      changed: panel.session,
      named(member) {
        named = member;
        greet.member(member, inCart);
      },
      person,
    },
  });

  /** Another person is here now, be it by what happened in another tab. */
  function person({ state, reason }) {
    panel.event(REASONS[reason]);
    hasSignedOut = reason === "signed_out";
    if (state !== "member") named = undefined;
    if (reason !== "visitor") {
      order.change({ state });
      activity.change();
      for (const about of ["order", "restock"]) notices.remove(about);
    }
    if (state === "empty") {
      greet.farewell();
      cart.empty();
    } else if (state === "expired") {
      greet.expired();
      cart.requireSignIn();
    } else if (reason !== "visitor") {
      if (hasSignedOut) greet.gone();
      cart.change();
      stock.load();
    }
  }

  async function products() {
    try {
      productList.fill(await readJson(await countingFetch(`${config.app}/api/products`)));
    } catch (error) {
      notices.showError("products", error, products);
    }
  }

  /** A tab that was frozen may have missed messages of other tabs. */
  async function refresh() {
    if (document.visibilityState !== "visible") return;
    const info = await auth.session();
    panel.session(info);
    controls.outbox.load();
    if (info.state === "empty" || info.state === "expired") return;
    cart.load();
    stock.load();
  }

  connectFaultSwitches({ root: find("#panel"), config, auth, counts, event: panel.event, failed: failed("counter"), ask: cart.ask, mended: retry });
  auth.onWarning(() => notices.show("storage", "Your browser keeps nothing for this page: the cart lasts until you close this tab."));
  document.addEventListener("visibilitychange", refresh);
  addEventListener("pageshow", (event) => event.persisted && refresh());
  if (config.control) controls.outbox.show(find("#outbox"));
  find("#outbox").hidden = !config.control;

  products();
  const info = await auth.session();
  order.change(info);
  panel.session(info);
  controls.show(info);
  if (arrival.step) controls.signIn(arrival.step);
  if (info.state === "expired") {
    greet.expired();
    cart.requireSignIn();
    return ready();
  }
  if (hasSignedOut) greet.gone();
  else if (info.state !== "empty") greet.back();
  stock.load();
  await cart.load();
}

/** Why somebody was sent here, which is in the address only once. */
function readArrival() {
  const address = new URL(location.href);
  const arrival = {
    signedOut: address.searchParams.get("wixMemberLoggedIn") === "false",
    step: STEPS[address.hash],
  };
  address.searchParams.delete("wixMemberLoggedIn");
  if (arrival.step) address.hash = "";
  if (address.href !== location.href) history.replaceState(history.state, "", address);
  return arrival;
}

function toCart() {
  find("#cart").scrollIntoView();
  find("#cart-title").focus();
}

function showCount(count) {
  const badge = find("[data-cart-count]");
  badge.dataset.cartCount = count;
  badge.textContent = count;
}

function ready() {
  document.documentElement.dataset.ready = "true";
}

const STEPS = { "#sign-in": "sign-in", "#forgot": "forgot" };

const REASONS = {
  visitor: "A new guest",
  signed_in: "Signed in",
  signed_out: "Signed out",
  expired: "The sign-in has ended",
};
