import { useEffect, useState } from "react";
import { Form, Link } from "react-router";
import { useAuth, useSession } from "fetch-with-auth/react";

import { addItem, itemsIn } from "../../rendered/cart.js";
import { apiOrigin } from "../auth.js";
import { cartOf, sessionContext } from "../sessions.server.js";

export async function loader({ context }) {
  const session = context.get(sessionContext);
  return { state: session.state, cart: await cartOf(session) };
}

export async function action({ context }) {
  return { items: await addItem(context.get(sessionContext).fetchWithAuth, process.env.WIX_ORIGIN) };
}

export default function Home({ loaderData, actionData }) {
  return <main>
    <p>The server: <output id="server-state">{loaderData.state}</output>, <output id="server-cart">{loaderData.cart}</output></p>
    <Cart />
    <Form method="post"><button id="add-by-action">Add by an action</button> <output id="action-cart">{actionData?.items}</output></Form>
    <a id="login" href="/session/login?returnTo=/">Log in</a>
    <form id="logout" method="post" action="/session/logout"><button>Log out</button></form>
    <Link id="about" to="/about">About</Link> <Link id="later" to="/later">Later</Link> <Link id="moved" to="/moved">Moved</Link>
  </main>;
}

function Cart() {
  const { state } = useSession();
  const { fetchWithAuth } = useAuth();
  const [items, setItems] = useState();
  useEffect(() => {
    itemsIn(fetchWithAuth, apiOrigin).then(setItems, (error) => setItems(`${error}`));
  }, [fetchWithAuth]);
  return <p>
    The page: <output id="page-state">{state}</output>, <output id="page-cart">{items}</output>
    <button id="add" onClick={async () => setItems(await addItem(fetchWithAuth, apiOrigin))}>Add</button>
  </p>;
}
