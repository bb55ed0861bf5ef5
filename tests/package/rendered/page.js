// The script of a rendered page. `configure` is that of fetch-with-auth; #config has in its data what the server's
// environment says: data-client-id, data-api-origin, and data-cookie for a sealed one.
import { addItem, itemsIn } from "./cart.js";

export async function showPage(configure) {
  const { clientId, apiOrigin, cookie } = document.querySelector("#config").dataset;
  const show = (name, value) => document.querySelector(`#page-${name}`).textContent = value;
  try {
    const isSealed = cookie === "sealed";
    const auth = configure({ clientId, apiOrigin, ...(isSealed ? { accessToken: async () => (await token()).accessToken } : { storage: "wix-session-cookie" }) });
    document.querySelector("#add").onclick = async () => show("cart", await addItem(auth.fetchWithAuth, apiOrigin));
    show("cart", await itemsIn(auth.fetchWithAuth, apiOrigin));
    show("state", (isSealed ? await token() : await auth.session()).state);
  } catch (error) {
    show("state", `${error.name} ${error.code ?? ""}: ${error.message}`);
  }
}

const token = async () => (await fetch("/session/token", { method: "POST" })).json();
