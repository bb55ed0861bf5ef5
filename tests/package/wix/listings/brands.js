// An API endpoint.
import { items } from "@wix/data";
import { auth } from "@wix/essentials";

export const GET = async (request) => {
  const slug = new URL(request.url).searchParams.get("slug");
  const mine = await items.query("favourites").eq("slug", slug).find();
  const brands = await auth.elevate(items.query)("brands").eq("slug", slug).find();
  return Response.json({ favourites: mine.items.length, brands: brands.items.map(({ slug }) => slug) });
};
