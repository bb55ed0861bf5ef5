/**
 * How much there is of each thing, and the way to more of it: both are functions
 * of the shop's backend, called as if they were here.
 */
export function openStock({ root, shop, shelf, said, failed, called }) {
  const word = root.querySelector("#stock-word");
  const again = root.querySelector("#stock-again");
  let turn = 0;

  /** What is not known is said where it would stand: everything else goes on without it. */
  async function look() {
    const mine = (turn += 1);
    try {
      const left = await shop.stock();
      if (mine !== turn) return;
      shelf.left(left);
      tell("");
    } catch (error) {
      if (mine !== turn) return;
      shelf.left({});
      // Who is here is the desk's to say.
      tell(PERSONAL.includes(error.code) ? "" : "How much is left cannot be found out just now: the back room does not answer. The shelf and your cart are as ever.");
    }
    called();
  }

  function tell(sentence) {
    if (!sentence && again === document.activeElement) root.focus();
    word.textContent = sentence;
    again.hidden = !sentence;
  }

  /** Anybody may ask. Who may have it done, the backend says. */
  async function askPotter(product) {
    try {
      const { left } = await shop.restock(product.id);
      said(`${product.name}: back on the shelf, ${left} of them.`);
    } catch (error) {
      failed(error, () => askPotter(product));
    }
    await look();
  }

  again.addEventListener("click", look);
  return { look, askPotter };
}

const PERSONAL = ["sign_in_required", "signed_out"];
