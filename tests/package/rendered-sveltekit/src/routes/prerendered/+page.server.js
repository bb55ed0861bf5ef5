export const prerender = true;

export async function load({ fetch, locals }) {
  const menu = await fetch("/menu/today");
  return { state: locals.session.state, inner: await menu.text(), clientId: process.env.WIX_CLIENT_ID, apiOrigin: process.env.WIX_ORIGIN };
}
