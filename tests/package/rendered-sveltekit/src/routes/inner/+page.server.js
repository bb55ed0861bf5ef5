// What is said to requests of the server itself: by the shop's own API, and by a server elsewhere.
export async function load({ fetch, cookies, locals, url }) {
  cookies.set("theme", "dark", { path: "/" });
  const said = {
    first: fetch("/api/cart"),
    second: fetch(new Request(new URL("/api/cart", url))),
    themed: fetch("/api/cart", { headers: { cookie: "theme=light" } }),
    anonymous: fetch("/api/cart", { credentials: "omit" }),
    elsewhere: url.searchParams.has("elsewhere") ? fetch(url.searchParams.get("elsewhere")) : new Response("{}"),
  };
  const texts = Object.entries(said).map(async ([name, response]) => [name, await (await response).text()]);
  return { outer: locals.session.state, texts: await Promise.all(texts) };
}
