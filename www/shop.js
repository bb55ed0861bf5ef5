import { webMethods } from "/fetch-with-auth/dist/index.js";
import { openAuth } from "./auth.js";
import { read } from "./response.js";
import { openCart } from "./cart.js";
import { openDeeds } from "./activity-log.js";
import { openDesk } from "./session-controls.js";
import { greet } from "./greeting.js";
import { connectLevers } from "./fault-switches.js";
import { openNotices } from "./notice.js";
import { openOrder } from "./order.js";
import { foldOnPhones, openPanel } from "./panel.js";
import { explain } from "./error-messages.js";
import { openShelf } from "./product-list.js";
import { openStock } from "./stock.js";

const find = (selector) => document.querySelector(selector);
const notices = openNotices(find("#notices"));
foldOnPhones(find("#counter"));
openShop().catch((error) => notices.tell("shop", error, () => location.reload()));

async function openShop() {
  const panel = openPanel(find("#counter"));
  const { config, auth, counts, fetch: countingFetch, isLeaving } = await openAuth(panel.request);
  const errand = takeErrand();
  let outAgain = errand.signedOut;

  const failed = (about) => (error, again) => (error.code === "sign_in_required" ? desk.ended(again) : notices.tell(about, error, again));

  const shop = webMethods("/backend/api/shop", auth);
  const said = (sentence) => {
    find("#status").textContent = sentence;
  };

  const cart = openCart({
    root: find("#cart"),
    address: `${config.app}/api/cart`,
    fetchWithAuth: auth.fetchWithAuth,
    failed: failed("cart"),
    said,
    shown(count, { visitor, member }) {
      notices.settle("cart");
      showCount(count);
      order.show(count);
      if (visitor && !member) (outAgain ? greet.guestNow : greet.guest)(visitor);
      ready();
    },
  });

  const deeds = openDeeds({ root: find("#counter").parentElement, shop, auth, isLeaving });
  const shelf = openShelf(find("ul.shelf"), { add: cart.add, askPotter: (product) => stock.askPotter(product) });
  const stock = openStock({ root: find("#shelf"), shop, shelf, said, failed: refused("restock"), called: deeds.look });
  const order = openOrder({
    root: find("#cart"),
    fetchWithAuth: auth.fetchWithAuth,
    async ordered({ number, emptied }) {
      notices.settle("order");
      if (!emptied) notices.show("order", `Thank you. Your order has the number ${number}. Your cart could not be emptied just now, and will be before your next order.`);
      await cart.ordered();
      stock.look();
    },
    failed(error, again) {
      refused("order")(error, again);
      cart.changed();
      stock.look();
    },
  });

  /** What the backend refuses stays refused, however often it is asked: there is another way on. */
  function refused(about) {
    return (error, again) => {
      if (error.code === "permission_denied") return notices.show(about, explain(error).sentence, { code: error.code, ways: { "Sign in": () => desk.signIn() } });
      if (error.code === "sold_out") return notices.show(about, explain(error).sentence, { code: error.code, ways: { "To the cart": toCart } });
      if (error.status === 409) return notices.show(about, explain(error).sentence, { code: error.code });
      failed(about)(error, again);
    };
  }

  const desk = openDesk({
    config,
    auth,
    notices,
    came: {
      changed: panel.session,
      named: greet.member,
      person,
    },
  });

  /** Another person is here now, be it by what happened in another tab. */
  function person({ state, reason }) {
    panel.event(REASONS[reason]);
    outAgain = reason === "signed_out";
    if (reason !== "visitor") {
      order.change({ state });
      deeds.change();
      for (const about of ["order", "restock"]) notices.settle(about);
    }
    if (state === "empty") {
      greet.farewell();
      cart.empty();
    } else if (state === "expired") {
      greet.expired();
      cart.keep();
    } else if (reason !== "visitor") {
      if (outAgain) greet.gone();
      cart.change();
      stock.look();
    }
  }

  async function products() {
    try {
      shelf.fill(await read(await countingFetch(`${config.app}/api/products`)));
    } catch (error) {
      notices.tell("shelf", error, products);
    }
  }

  /** A tab that slept may have missed what the others told it. */
  async function lookAgain() {
    if (document.visibilityState !== "visible") return;
    const info = await auth.session();
    panel.session(info);
    desk.outbox.look();
    if (info.state === "empty" || info.state === "expired") return;
    cart.load();
    stock.look();
  }

  connectLevers({ root: find("#counter"), config, auth, counts, event: panel.event, failed: failed("counter"), ask: cart.ask });
  auth.onWarning(() => notices.show("storage", "Your browser keeps nothing for this page: the cart lasts until you close this tab."));
  document.addEventListener("visibilitychange", lookAgain);
  addEventListener("pageshow", (event) => event.persisted && lookAgain());
  if (config.control) desk.outbox.show(find("#outbox"));
  find("#outbox").hidden = !config.control;

  products();
  const info = await auth.session();
  order.change(info);
  panel.session(info);
  desk.show(info);
  if (errand.step) desk.signIn(errand.step);
  if (info.state === "expired") {
    greet.expired();
    cart.keep();
    return ready();
  }
  if (outAgain) greet.gone();
  else if (info.state !== "empty") greet.back();
  stock.look();
  await cart.load();
}

/** Why somebody was sent here, which is in the address only once. */
function takeErrand() {
  const address = new URL(location.href);
  const errand = {
    signedOut: address.searchParams.get("wixMemberLoggedIn") === "false",
    step: STEPS[address.hash],
  };
  address.searchParams.delete("wixMemberLoggedIn");
  if (errand.step) address.hash = "";
  if (address.href !== location.href) history.replaceState(history.state, "", address);
  return errand;
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

const STEPS = { "#sign-in": "enter", "#forgot": "forgot" };

const REASONS = {
  visitor: "A new guest",
  signed_in: "Signed in",
  signed_out: "Signed out",
  expired: "The sign-in has ended",
};
