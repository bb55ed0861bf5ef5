import { readJson, readBackendJson } from "./response.js";
import { openAuth } from "./auth.js";
import { openSessionControls } from "./session-controls.js";
import { formatDate, formatTime } from "./dates.js";
import { money } from "./money.js";
import { openNotices } from "./notice.js";
import { openOrderList } from "./order-list.js";

const find = (selector) => document.querySelector(selector);
const notices = openNotices(find("#notices"));
openAccount().catch((error) => notices.showError("account", error, () => location.reload()));

/** What only members see. Whether somebody is one, the server says. */
async function openAccount() {
  const { config, auth } = await openAuth();
  const controls = openSessionControls({ config, auth, notices, on: { named: show, person } });
  find("#sign-in").addEventListener("click", () => controls.signIn());
  find("#sign-out").addEventListener("click", controls.signOut);
  const orders = openOrderList(find("#orders"));
  let turn = 0;

  function person({ state }) {
    turn += 1;
    if (state !== "member") close(state);
  }

  function close(state) {
    for (const part of ["#account", "#orders", "#token"]) find(part).hidden = true;
    orders.clear();
    find("#points").hidden = true;
    for (const name of FIELDS) set(name, "");
    find("#members-only").hidden = false;
    find("#sign-in").textContent = state === "expired" ? "Sign in again" : "Sign in";
    find("#message").textContent = state === "expired" ? "You were signed in, and that has ended." : "This page is for members.";
    find("#reason").textContent = state === "expired" ? "Sign in again to see it." : "Sign in, or create an account: it takes a minute.";
    ready();
  }

  async function show(member) {
    const current = turn;
    find("#members-only").hidden = true;
    find("#account").hidden = find("#orders").hidden = find("#token").hidden = false;
    find("#message").textContent = "Only you see this page.";
    set("nickname", member.nickname);
    set("email", member.email);
    set("since", formatDate(member.since));
    ready();
    const all = await Promise.allSettled([
      auth.getTokenInfo().then(setToken),
      auth.fetchWithAuth(`${config.app}/api/cart`).then(readJson).then(setCart),
      auth.fetchWithAuth(`${config.app}/api/points`).then(readJson).then(setPoints),
      auth.fetchWithAuth("/backend/orders").then(readBackendJson).then(setOrders),
    ]);
    if (current !== turn) return;
    const lost = all.find(({ status }) => status === "rejected");
    if (all.at(-1).status === "rejected") orders.missing();
    if (lost) notices.showError("account", lost.reason, () => show(member));
    if (location.hash === "#orders") find("#orders").scrollIntoView();

    function setToken({ subjectType, subjectId, exp }) {
      if (current !== turn) return;
      set("subjectType", subjectType.toLowerCase());
      set("subjectId", subjectId);
      set("until", formatTime(exp * 1000));
    }

    function setPoints({ points }) {
      if (current !== turn) return;
      set("points", points);
      find("#points").hidden = false;
    }

    function setOrders(own) {
      if (current === turn) orders.draw(own);
    }

    function setCart({ items }) {
      if (current !== turn) return;
      const count = items.reduce((sum, { quantity }) => sum + quantity, 0);
      const total = items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
      set("cartSummary", count ? `${count} ${count === 1 ? "thing" : "things"}, ${money(total)}` : "nothing yet");
      find("[data-cart-count]").dataset.cartCount = count;
      find("[data-cart-count]").textContent = count;
    }
  }

  const info = await auth.session();
  if (info.state === "member") return controls.show(info);
  controls.show(info);
  close(info.state);
}

function set(name, text) {
  const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const element = find(`[data-${attribute}]`);
  element.dataset[name] = element.textContent = text;
}

/** What is here is a member's, and leaves with them. */
const FIELDS = ["nickname", "email", "since", "cartSummary", "points", "subjectType", "subjectId", "until"];

function ready() {
  document.documentElement.dataset.ready = "true";
}
