import { Permissions, WebMethodError, elevate, requireOwner } from "fetch-with-auth/backend";
import { readCart, takeOut } from "./carts.js";
import { ownerOf } from "./activity-log.js";
import { readStock, takeFromStock } from "./stores.js";
import { inTurn } from "./queue.js";

/** Everybody's, in the memory of this process: another shop would have a database. */
const orders = [];

/**
 * GET /backend/orders, GET /backend/orders/{number}: a member's own.
 * POST /backend/orders: orders what is in the caller's cart.
 */
export function openOrders(backend) {
  const routes = {
    GET: backend.api(Permissions.SiteMember, ownOrders),
    POST: backend.api(Permissions.Anyone, order),
  };
  const byNumber = backend.api(Permissions.SiteMember, orderByNumber);

  return (request) => {
    const number = new URL(request.url).pathname.split("/")[3];
    const handler = number === undefined ? routes[request.method] : request.method === "GET" && byNumber;
    return handler ? handler(request, number) : new Response(null, { status: 405 });
  };
}

const ownOrders = (_, { identity }) => Response.json(orders.filter(({ owner }) => owner === identity.memberId).map(publicOrder).reverse());

/** A number can be guessed, so it opens nothing: whose the order is decides. */
function orderByNumber(_, { identity, rest: [number] }) {
  const found = orders.find((order) => String(order.number) === number);
  if (!found) throw new WebMethodError("no_such_order", "There is no order with this number.", { status: 404 });
  requireOwner(identity, found.owner);
  return Response.json(publicOrder(found));
}

/**
 * The page says that, and nothing else: what is ordered stands in the cart, and
 * whose cart it is in the token.
 *
 * The orders of one caller wait for each other, and each takes out of the cart
 * what it took from the stock. So of two tabs that order one cart at once the
 * second finds it empty. A page that asks again because it heard no answer sends
 * the same Idempotency-Key, and gets the order that it has made already.
 */
function order(request, { identity }) {
  const owner = ownerOf(identity);
  const key = request.headers.get("idempotency-key");
  return inTurn(owner, async () => {
    const own = orders.filter((order) => order.owner === owner);
    const same = own.find((order) => key && order.key === key);
    if (same) return Response.json(receipt(same));
    for (const earlier of own) await clear(earlier);
    const lines = await readCart();
    if (!lines.length) throw new WebMethodError("cart_empty", "There is nothing in your cart. Perhaps you have ordered it already, in another tab.", { status: 409 });
    await take(lines);
    const made = { number: FIRST + orders.length, owner, key, when: new Date(), lines, inCart: [...lines] };
    orders.push(made);
    // It is ordered now. What stays in the cart is taken out before the next order.
    await clear(made).catch(() => {});
    return Response.json(receipt(made), { status: 201 });
  });
}

/** As the app, since customers may not change the stock; what, and how much, stands in the cart. */
async function take(lines) {
  try {
    await elevate(takeFromStock)(lines);
  } catch (error) {
    if (error.code !== "sold_out") throw error;
    throw new WebMethodError("sold_out", scarce(lines, await readStock()), { status: 409 });
  }
}

/** Takes what was ordered out of the cart, as the caller, each thing once. */
async function clear({ inCart }) {
  while (inCart.length) {
    await takeOut(inCart[0]);
    inCart.shift();
  }
}

function scarce(lines, stock) {
  const [{ id, name, quantity }] = [...lines.filter((line) => line.quantity > (stock[line.id] ?? 0)), ...lines];
  const left = stock[id] ?? 0;
  return left
    ? `Of the ${name} there ${left === 1 ? "is one" : `are ${left}`} left, and your cart has ${quantity}. Take some out, then order again.`
    : `The ${name} is sold out. Take it out of your cart, or ask the potter, then order again.`;
}

/** What the owner sees of an order. */
const publicOrder = ({ number, when, lines }) => ({
  number,
  when,
  lines: lines.map(({ name, quantity }) => ({ name, quantity })),
  total: lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
});

/** And once more when it is made: whether its things are out of the cart. */
const receipt = (order) => ({ ...publicOrder(order), emptied: !order.inCart.length });

const FIRST = 1001;
