/**
 * Where things are, and whose backend this is. With Wix itself the API is at
 * https://www.wixapis.com, which needs no setting, and the cart on a server of
 * one's own.
 */
const [api, app, clientId = "5a0f7ea5-c0de-4c1a-9d15-0be5ca11ab1e"] = process.argv.slice(2);

export const settings = {
  /** The Wix API: the stock is there. */
  api,
  /** The shop's other server: the carts are there. */
  app,
  /** The pages' OAuth app. The default is the demo's. */
  clientId,
  /** The site of the shop, whose members and users may call. The default is the stand-in's. */
  siteId: process.env.SITE_ID ?? "517e0000-0000-4000-8000-000000000002",
  /** It stays on this server. The default is what the stand-in gives every app. */
  appSecret: process.env.APP_SECRET ?? "stand-in-app-secret",
};
