// The SDK in a backend, as TypeScript sees it.
import { items } from "@wix/data";
import { currentCart } from "@wix/ecom";
import { auth as essentials } from "@wix/essentials";
import { members } from "@wix/members";
import { Permissions, auth, createBackend, elevate, httpClient, webMethod } from "fetch-with-auth/backend";
import { enableWixSdk } from "fetch-with-auth/wix/backend";

enableWixSdk();
const backend = createBackend({ appId: "app", instanceId: "instance" });

export const GET = backend.api(Permissions.Anyone, async () => {
  const ours = await auth.elevate(items.query)("brands").eq("slug", "a").find();
  const theirs: typeof ours = await essentials.elevate(items.query)("brands").eq("slug", "a").find();
  const { items: [first] } = await ours.next();
  const found = await elevate(members.queryMembers)().eq("profile.slug", "a").find();
  const cart = await elevate(currentCart.getCurrentCart)();
  const awaited = await (await elevate(items.query)("brands")).limit(1).find();
  const response: Response = await elevate(httpClient.fetchWithAuth)("https://www.wixapis.com/x");
  const list: string[] = await elevate(() => ["a"])();
  const number: number = await elevate(async (count: number) => count)(1);
  const maybe: number = await elevate((count: number): number | Promise<number> => count)(1);
  const data: { slug: string } = await elevate(() => ({ slug: "a" }))();
  // @ts-expect-error data that is returned at once is in a promise
  elevate(() => ({ slug: "a" }))().slug;
  // @ts-expect-error and so is an array
  elevate(() => ["a"])().map;
  // @ts-expect-error a query takes a collection
  await elevate(items.query)(1);
  return Response.json([ours.items, theirs.items, first?._id, found.items, cart.currency, awaited.items, response.status, list, number, maybe, data.slug]);
});

export const brands = webMethod(Permissions.Anyone, async (slug: string) => (await elevate(items.query)("brands").eq("slug", slug).find()).items);
