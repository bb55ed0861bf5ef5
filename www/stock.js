/**
 * How much there is of each thing, and the way to more of it: both are functions
 * of the shop's backend, called as if they were here.
 */
export function openStock({ root, shop, productList, announce, failed, called }) {
  const message = root.querySelector("#stock-message");
  const again = root.querySelector("#stock-again");
  let turn = 0;

  /** If the stock is not known, a message says so, and everything else goes on. */
  async function load() {
    const mine = (turn += 1);
    try {
      const left = await shop.stock();
      if (mine !== turn) return;
      productList.left(left);
      showMessage("");
    } catch (error) {
      if (mine !== turn) return;
      productList.left({});
      // About the session the session controls have a notice.
      showMessage(PERSONAL.includes(error.code) ? "" : "How much is left is not known just now: the shop’s backend does not respond. You can go on shopping.");
    }
    called();
  }

  function showMessage(sentence) {
    if (!sentence && again === document.activeElement) root.focus();
    message.textContent = sentence;
    again.hidden = !sentence;
  }

  /** Anybody may ask. Who may have it done, the backend says. */
  async function askPotter(product) {
    try {
      const { left } = await shop.restock(product.id);
      announce(`${product.name}: back on the shelf, ${left} of them.`);
    } catch (error) {
      failed(error, () => askPotter(product));
    }
    await load();
  }

  again.addEventListener("click", load);
  return { load, askPotter };
}

const PERSONAL = ["sign_in_required", "signed_out"];
