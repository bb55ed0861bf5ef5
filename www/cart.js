import { readJson } from "./response.js";
import { money } from "./money.js";

/**
 * The cart. The truth is on the server, under its owner's name; this is the
 * picture of it, and the other tabs get a message when theirs may be outdated.
 */
export function openCart({ root, address, fetchWithAuth, announce, failed, shown }) {
  const list = root.querySelector("ul");
  const template = document.querySelector("#line").content;
  const otherTabs = new BroadcastChannel("slow-water:cart");
  let items = [];
  let visit = 0;
  let underWay = 0;
  let overlapped = false;
  let why = "empty";

  const ask = async (path = "", init) => readJson(await fetchWithAuth(address + path, init));
  const amount = (id) => items.find((item) => item.id === id)?.quantity ?? 0;
  const load = () => turn();
  const add = (product, by = 1) => turn("", post({ id: product.id, quantity: by }), product);
  const remove = (product) => turn(`/${encodeURIComponent(product.id)}`, { method: "DELETE" }, product);

  /** Asks and draws. Answers can overtake each other, so after a crowd it looks once more. */
  async function turn(path, init, product) {
    const mine = visit;
    underWay += 1;
    overlapped ||= underWay > 1;
    try {
      const cart = await ask(path, init);
      if (init) otherTabs.postMessage("changed");
      if (mine !== visit) return false;
      draw(cart);
      if (product) announce(`${product.name}: ${amount(product.id) || "none"} in the cart.`);
      return true;
    } catch (error) {
      if (mine === visit) failed(error, () => turn(path, init, product));
      return false;
    } finally {
      underWay -= 1;
      if (overlapped && underWay === 0) {
        overlapped = false;
        load();
      }
    }
  }

  /** Lines stay the elements they were, so that the focus stays where it was. */
  function draw(cart) {
    items = cart.items;
    const lines = new Map([...list.children].map((line) => [line.dataset.line, line]));
    const wanted = items.map((item) => lines.get(item.id) ?? newLine(item));
    const lost = [...lines.values()].some((line) => !wanted.includes(line) && line.contains(document.activeElement));
    for (const line of lines.values()) if (!wanted.includes(line)) line.remove();
    wanted.forEach((line, index) => {
      fill(line, items[index]);
      if (list.children[index] !== line) list.insertBefore(line, list.children[index] ?? null);
    });
    if (lost) root.querySelector("h2").focus();
    list.removeAttribute("aria-busy");
    if (items.length) why = "empty";
    showNothing(items.length ? "" : why);
    root.querySelector("[data-cart-total]").textContent = money(sum(items, ({ price, quantity }) => price * quantity));
    shown(sum(items, ({ quantity }) => quantity), cart);
  }

  function newLine(item) {
    const line = template.cloneNode(true).firstElementChild;
    line.dataset.line = item.id;
    line.querySelector("img").src = item.image;
    line.querySelector(".name").textContent = item.name;
    line.querySelector(".amount").ariaLabel = `How many: ${item.name}`;
    const more = line.querySelector(".more");
    more.ariaLabel = `One more: ${item.name}`;
    more.addEventListener("click", () => add(item));
    line.querySelector(".less").addEventListener("click", () => (amount(item.id) > 1 ? add(item, -1) : remove(item)));
    return line;
  }

  /** Something else has changed it: the backend, when it was ordered. */
  function changed() {
    otherTabs.postMessage("changed");
    return load();
  }

  /** An empty cart says thank you until something is in it, or somebody else is here. */
  function ordered() {
    why = "ordered";
    return changed();
  }

  /** Nobody's cart, shown without asking anyone: asking would make a new guest. */
  function empty() {
    visit += 1;
    why = "empty";
    draw({ items: [] });
  }

  /** Somebody else is here now: what is still under way is not theirs. */
  function change() {
    visit += 1;
    why = "empty";
    return load();
  }

  /** The owner has to sign in first. What was drawn before stays. */
  function requireSignIn() {
    list.removeAttribute("aria-busy");
    if (!items.length) showNothing("kept");
  }

  function showNothing(why) {
    for (const words of root.querySelectorAll(".nothing")) words.hidden = words.dataset.why !== why;
  }

  otherTabs.addEventListener("message", load);
  return { ask, load, add, empty, change, changed, ordered, requireSignIn };
}

function fill(line, { name, price, quantity }) {
  line.querySelector("output").textContent = quantity;
  line.querySelector(".price").textContent = money(price * quantity);
  line.querySelector(".less").ariaLabel = quantity > 1 ? `One fewer: ${name}` : `Remove ${name}`;
}

const post = (body) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const sum = (items, of) => items.reduce((total, item) => total + of(item), 0);
