import { formatDateTime } from "./dates.js";
import { money } from "./money.js";

/** A member's orders, newest first. Whose they are, the backend knows by the token. */
export function openOrderList(root) {
  const template = document.querySelector("#order-item").content;
  const message = root.querySelector("#orders-message");
  const list = root.querySelector("ol");

  function draw(orders) {
    list.replaceChildren(...orders.map(newOrder));
    message.textContent = orders.length ? "" : "Nothing yet. What you order is listed here.";
  }

  function missing() {
    list.replaceChildren();
    message.textContent = "Your orders cannot be shown just now. They are not lost.";
  }

  function clear() {
    list.replaceChildren();
    message.textContent = "";
  }

  function newOrder({ number, when, lines, total }) {
    const item = template.cloneNode(true).firstElementChild;
    item.dataset.number = number;
    item.querySelector("h3").textContent = `Number ${number}`;
    item.querySelector("time").dateTime = when;
    item.querySelector("time").textContent = formatDateTime(when);
    item.querySelector(".what").textContent = lines.map(({ name, quantity }) => (quantity > 1 ? `${quantity} × ${name}` : name)).join(", ");
    item.querySelector(".price").textContent = money(total);
    return item;
  }

  return { draw, missing, clear };
}
