import { read, readBackend } from "./response.js";
import { openAuth } from "./auth.js";
import { openDesk } from "./session-controls.js";
import { money } from "./money.js";
import { openNotices } from "./notice.js";
import { openOwnOrders } from "./order-list.js";

const find = (selector) => document.querySelector(selector);
const notices = openNotices(find("#notices"));
openAccount().catch((error) => notices.tell("account", error, () => location.reload()));

/** What only members see. Whether somebody is one, the server says. */
async function openAccount() {
  const { config, auth } = await openAuth();
  const desk = openDesk({ config, auth, notices, came: { named: show, person } });
  find("#enter").addEventListener("click", () => desk.signIn());
  find("#leave").addEventListener("click", desk.signOut);
  const orders = openOwnOrders(find("#orders"));
  let turn = 0;

  function person({ state }) {
    turn += 1;
    if (state !== "member") close(state);
  }

  function close(state) {
    for (const part of ["#account", "#orders", "#token"]) find(part).hidden = true;
    orders.clear();
    find("#points").hidden = true;
    for (const name of FIELDS) say(name, "");
    find("#gate").hidden = false;
    find("#enter").textContent = state === "expired" ? "Sign in again" : "Sign in";
    find("#word").textContent = state === "expired" ? "You were signed in, and that has ended." : "This page is for members.";
    find("#why").textContent = state === "expired" ? "Sign in again to see it." : "Sign in, or make an account: it takes a minute.";
    ready();
  }

  async function show(member) {
    const mine = turn;
    find("#gate").hidden = true;
    find("#account").hidden = find("#orders").hidden = find("#token").hidden = false;
    find("#word").textContent = "Only you see this page.";
    say("nickname", member.nickname);
    say("email", member.email);
    say("since", new Date(member.since).toLocaleDateString("en", { dateStyle: "long" }));
    ready();
    const all = await Promise.allSettled([
      auth.getTokenInfo().then(sayToken),
      auth.fetchWithAuth(`${config.app}/api/cart`).then(read).then(sayCart),
      auth.fetchWithAuth(`${config.app}/api/points`).then(read).then(sayPoints),
      auth.fetchWithAuth("/backend/orders").then(readBackend).then(sayOrders),
    ]);
    if (mine !== turn) return;
    const lost = all.find(({ status }) => status === "rejected");
    if (all.at(-1).status === "rejected") orders.missing();
    if (lost) notices.tell("account", lost.reason, () => show(member));
    if (location.hash === "#orders") find("#orders").scrollIntoView();

    function sayToken({ subjectType, subjectId, exp }) {
      if (mine !== turn) return;
      say("subjectType", subjectType.toLowerCase());
      say("subjectId", subjectId);
      say("until", new Date(exp * 1000).toLocaleTimeString("en-GB", { timeStyle: "short" }));
    }

    function sayPoints({ points }) {
      if (mine !== turn) return;
      say("points", points);
      find("#points").hidden = false;
    }

    function sayOrders(own) {
      if (mine === turn) orders.draw(own);
    }

    function sayCart({ items }) {
      if (mine !== turn) return;
      const count = items.reduce((sum, { quantity }) => sum + quantity, 0);
      const total = items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
      say("cartSays", count ? `${count} ${count === 1 ? "thing" : "things"}, ${money(total)}` : "nothing yet");
      find("[data-cart-count]").dataset.cartCount = count;
      find("[data-cart-count]").textContent = count;
    }
  }

  const info = await auth.session();
  if (info.state === "member") return desk.show(info);
  desk.show(info);
  close(info.state);
}

function say(name, text) {
  const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const place = find(`[data-${attribute}]`);
  place.dataset[name] = place.textContent = text;
}

/** What is here is a member's, and leaves with them. */
const FIELDS = ["nickname", "email", "since", "cartSays", "points", "subjectType", "subjectId", "until"];

function ready() {
  document.documentElement.dataset.ready = "true";
}
