// A web method.
import { items } from "@wix/data";
import { auth } from "@wix/essentials";
import { Permissions, webMethod } from "fetch-with-auth/backend"; // it was "@wix/web-methods"

export const brandBySlug = webMethod(Permissions.Anyone, async (slug) => {
  const elevatedQuery = auth.elevate(items.query);
  const { items: [brand] } = await elevatedQuery("brands").eq("slug", slug).find();
  return { slug: brand.slug };
});
