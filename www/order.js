import { readBackendJson } from "./response.js";

/** The way from the cart to an order. What is ordered, the backend reads in the cart itself. */
export function openOrder({ root, fetchWithAuth, ordered, failed }) {
  const button = root.querySelector("#order");
  const thanks = root.querySelector("#thanks");
  let visit = 0;

  /** However often one order is sent, it is made once: that is what its key is for. */
  async function order(key = crypto.randomUUID()) {
    if (button.ariaDisabled === "true") return;
    const mine = visit;
    button.ariaDisabled = "true";
    try {
      const made = await readBackendJson(await fetchWithAuth("/backend/orders", { method: "POST", headers: { "idempotency-key": key } }));
      if (mine !== visit) return;
      root.querySelector("[data-order]").dataset.order = made.number;
      root.querySelector("[data-order]").textContent = made.number;
      await ordered(made);
      if (document.activeElement === document.body || document.activeElement === button) thanks.focus();
    } catch (error) {
      if (mine === visit) failed(error, () => order(key));
    } finally {
      button.ariaDisabled = null;
    }
  }

  /** Nothing is ordered out of an empty cart. */
  function show(count) {
    button.hidden = count === 0;
  }

  /** Somebody else is here now: an answer still under way is not theirs. */
  function change({ state }) {
    visit += 1;
    root.dataset.of = state;
  }

  button.addEventListener("click", () => order());
  return { show, change };
}
