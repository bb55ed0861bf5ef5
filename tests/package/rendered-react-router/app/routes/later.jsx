import { Suspense } from "react";
import { Await } from "react-router";

import { cartOf, sessionContext } from "../sessions.server.js";

export const loader = ({ context }) => ({ cart: cartOf(context.get(sessionContext)) });

export default function Later({ loaderData: { cart } }) {
  return <Suspense fallback={<p id="waiting">One moment</p>}>
    <Await resolve={cart}>{(items) => <p>Later: <output id="later-cart">{items}</output></p>}</Await>
  </Suspense>;
}
