import { configure, fetchWithAuth, handleRedirect, login, loginWithRedirect, logout } from "fetch-with-auth";

// Of .env.development while this is developed; without apiOrigin it is Wix' own.
const { VITE_WIX_CLIENT_ID: clientId, VITE_WIX_API_ORIGIN: apiOrigin = "https://www.wixapis.com" } = import.meta.env;
const auth = configure({ clientId, apiOrigin });
const find = (selector) => document.querySelector(selector);
const failed = (error) => void (find("#problem").textContent = `${error.code ?? ""} ${error.message}`);

async function call(path, body) {
  const headers = body && { "content-type": "application/json" };
  const response = await fetchWithAuth(apiOrigin + path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
  return response.json();
}

async function showSession() {
  find("#state").textContent = (await auth.session()).state;
}

async function showCart() {
  const { cart } = await call("/ecom/v1/carts/current");
  const quantities = cart?.lineItems.map(({ quantity }) => quantity) ?? [];
  find("#cart").textContent = quantities.reduce((sum, quantity) => sum + quantity, 0);
}

async function showProducts() {
  const { products } = await call("/stores/v1/products/query", {});
  find("#products").replaceChildren(...products.map(({ id, name }) => {
    const button = document.createElement("button");
    button.textContent = `Add ${name}`;
    button.onclick = () => add(id).catch(failed);
    return button;
  }));
}

async function add(catalogItemId) {
  const catalogReference = { catalogItemId, appId: "215238eb-22a5-4c36-9e7b-e7c08025e04e" };
  await call("/ecom/v1/carts/current/add-to-cart", { lineItems: [{ catalogReference, quantity: 1 }] });
  await showCart();
}

async function who() {
  const { member } = await call("/members/v1/members/my?fieldsets=FULL");
  find("#email").textContent = member?.loginEmail ?? "nobody";
}

find("#who").onclick = () => who().then(showSession).catch(failed);
find("#login").onclick = () => loginWithRedirect({ redirectUri: "/" }).catch(failed);
find("#logout").onclick = () => logout({ returnTo: "/" }).catch(failed);
find("#form").onsubmit = (event) => {
  event.preventDefault();
  login(Object.fromEntries(new FormData(event.target))).then(showCart).catch(failed);
};

auth.onSessionChange(showSession);
await handleRedirect().catch(failed);
await showSession();
await Promise.all([showProducts(), showCart()]).catch(failed);
