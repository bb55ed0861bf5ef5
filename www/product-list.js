import { money } from "./money.js";

/** What is for sale, which is public, and how much is left of it, once that is known. */
export function openProductList(list, { add, askPotter }) {
  const template = document.querySelector("#product").content;
  let stock = {};

  function fill(products) {
    list.replaceChildren(...products.map(newProduct));
    list.removeAttribute("aria-busy");
    products.forEach(count);
  }

  function newProduct(product) {
    const item = template.cloneNode(true).firstElementChild;
    item.dataset.product = product.id;
    item.dataset.name = product.name;
    item.querySelector("img").src = product.image;
    item.querySelector("h3").textContent = product.name;
    item.querySelector(".about").textContent = product.description;
    item.querySelector(".price span").textContent = money(product.price);
    const button = item.querySelector("button");
    button.addEventListener("click", async () => {
      const gone = stock[product.id] === 0;
      if (gone && button.ariaBusy === "true") return;
      button.ariaBusy = "true";
      if (gone) await askPotter(product);
      else if (await add(product)) tick(button);
      button.ariaBusy = null;
    });
    return item;
  }

  /** The button stays the same element, so that the focus stays where it was. */
  function count({ id, name }) {
    const item = list.querySelector(`[data-product="${CSS.escape(id)}"]`);
    const left = stock[id];
    const button = item.querySelector("button");
    item.dataset.left = left ?? "";
    item.querySelector(".left").textContent = left === undefined ? "" : left === 0 ? "Sold out" : `${left} left`;
    button.firstChild.data = left === 0 ? "Ask the potter" : "Add";
    button.querySelector(".visually-hidden").textContent = left === 0 ? ` for the ${name}` : ` ${name} to the cart`;
  }

  function left(now) {
    stock = now;
    for (const { dataset: { product, name } } of list.querySelectorAll("[data-product]")) count({ id: product, name });
  }

  return { fill, left };
}

/** For the eye only; the status line says it too. */
function tick(button) {
  button.dataset.added = "";
  clearTimeout(ticks.get(button));
  ticks.set(button, setTimeout(() => delete button.dataset.added, 1200));
}

const ticks = new WeakMap();
