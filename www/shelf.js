import { money } from "./money.js";

/** What is for sale. It is public, so no token is asked for it. */
export function fillShelf(list, products, add) {
  const template = document.querySelector("#thing").content;
  list.replaceChildren(...products.map((product) => {
    const thing = template.cloneNode(true).firstElementChild;
    thing.dataset.product = product.id;
    thing.querySelector("img").src = product.image;
    thing.querySelector("h3").textContent = product.name;
    thing.querySelector(".about").textContent = product.description;
    thing.querySelector(".price").textContent = money(product.price);
    const button = thing.querySelector("button");
    button.querySelector(".unseen").textContent = ` ${product.name} to the cart`;
    button.addEventListener("click", async () => {
      button.ariaBusy = "true";
      if (await add(product)) tick(button);
      button.ariaBusy = null;
    });
    return thing;
  }));
  list.removeAttribute("aria-busy");
}

/** For the eye only; the status line says it too. */
function tick(button) {
  button.dataset.added = "";
  clearTimeout(ticks.get(button));
  ticks.set(button, setTimeout(() => delete button.dataset.added, 1200));
}

const ticks = new WeakMap();
