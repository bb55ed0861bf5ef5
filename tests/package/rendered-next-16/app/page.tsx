import Link from "next/link";

import { itemsIn } from "../lib/cart";
import { sessions } from "../lib/sessions";
import { Shop } from "./shop";

export default async function Page() {
  const session = await sessions.session();
  return (
    <main id="config" data-client-id={process.env.WIX_CLIENT_ID} data-api-origin={process.env.WIX_ORIGIN}>
      <p>The server: <output id="server-state">{session.state}</output>, <output id="server-cart">{await itemsIn(session)}</output></p>
      <Shop />
      <a id="login" href="/session/login?returnTo=/">Log in</a>
      <form id="logout" method="post" action="/session/logout"><button>Log out</button></form>
      <Link id="about" href="/about">About</Link>
    </main>
  );
}
