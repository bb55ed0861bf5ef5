import { configure, fetchWithAuth, handleRedirect, login, loginWithRedirect, logout } from "fetch-with-auth";

const apiOrigin = "API_ORIGIN";
const auth = configure({ clientId: "CLIENT_ID", apiOrigin });
const find = (selector) => document.querySelector(selector);

async function show() {
  find("#state").textContent = (await auth.session()).state;
}

async function who() {
  const response = await fetchWithAuth(`${apiOrigin}/members/v1/members/my`);
  const { member } = await response.json();
  find("#email").textContent = member?.loginEmail ?? "nobody";
  await show();
}

const failed = (error) => void (find("#problem").textContent = error.code);
find("#who").onclick = () => who().catch(failed);
find("#login").onclick = () => loginWithRedirect({ redirectUri: "/" }).catch(failed);
find("#logout").onclick = () => logout({ returnTo: "/" }).catch(failed);
find("#form").onsubmit = (event) => {
  event.preventDefault();
  login(Object.fromEntries(new FormData(event.target))).then(show, failed);
};

await handleRedirect().catch(failed);
await show();
