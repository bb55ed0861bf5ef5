// How each framework calls what is in a listing: the middleware with the request, then what renders or the page.
// Before the process imitates a page: there it does not load.
import "fetch-with-auth/server";
import { NextRequest } from "next/server.js";

import { load } from "./guide.mjs";

/** A page on Next: `page` has the client, in the page or in a server component. */
export const next = ({ middleware, page, onServer }) => async (visitor) => {
  const module = await load(middleware);
  const response = await (module.middleware ?? module.proxy)(new NextRequest(visitor.request()));
  visitor.keep(response.headers.getSetCookie());
  // Next renders with the headers that the middleware has put in the place of the request's.
  const header = response.headers.get("x-middleware-request-cookie") ?? visitor.request().headers.get("cookie");
  if (onServer) visitor.render(header);
  else visitor.openPage();
  const { getWixClient, wixClient } = await load(page);
  return wixClient ?? getWixClient();
};

/** What Astro and SvelteKit have of cookies: values are encoded, and objects are JSON. */
function jar(visitor, toText) {
  const set = [];
  const read = (name) => visitor.cookies.has(name) ? decodeURIComponent(visitor.cookies.get(name)) : undefined;
  const write = (name, value, { path }) => set.push(`${name}=${encodeURIComponent(toText(value))}; Path=${path}`);
  return { set, read, write };
}

export const astro = (path) => async (visitor) => {
  const { onRequest } = await load(path);
  const { set, read, write } = jar(visitor, JSON.stringify);
  const get = (name) => read(name) === undefined ? undefined : { value: read(name), json: () => JSON.parse(read(name)) };
  const context = { request: visitor.request(), locals: {}, cookies: { get, set: write } };
  const response = await onRequest(context, async () => new Response("page"));
  visitor.keep([...response.headers.getSetCookie(), ...set]);
  return context.locals.wix;
};

export const sveltekit = (path) => async (visitor) => {
  const { handle } = await load(path);
  const { set, read, write } = jar(visitor, String);
  const event = { request: visitor.request(), locals: {}, cookies: { get: read, set: write } };
  const response = await handle({ event, resolve: async () => new Response("page") });
  visitor.keep([...response.headers.getSetCookie(), ...set]);
  return event.locals.wix;
};
