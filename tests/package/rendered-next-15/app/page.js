import { cartOf, config, sessions } from "../lib/sessions.js";
import { Shop } from "./shop.js";

export default async function Page() {
  const session = await sessions.session();
  const { clientId, apiOrigin, cookie } = config();
  return (
    <main id="config" data-client-id={clientId} data-api-origin={apiOrigin} data-cookie={cookie}>
      <p>The server: <output id="server-state">{session.state}</output>, <output id="server-cart">{await cartOf(session)}</output></p>
      <Shop />
      <a id="login" href="/session/login?returnTo=/">Log in</a>
      <form id="logout" method="post" action="/session/logout"><button>Log out</button></form>
      <a id="about" href="/about">About</a>
    </main>
  );
}
