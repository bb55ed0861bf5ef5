// A page of the app in the dashboard: its other end, with what Wix has for that, is in this very frame.
import { provideSDKApi } from "@wix/dashboard/provider";

const page = window.parent;
const token = new URLSearchParams(location.hash.slice(1)).get("token");
window.parent = {
  postMessage: (message, origin, [port]) =>
    provideSDKApi({ api: { getAccessToken: async () => token, onBeforeUnload: () => ({ remove() {} }), updateHeight() {} }, port }),
};
const { restock } = await import(new URL("/restock-page.js", location));
page.postMessage(await restock("vase").catch((error) => `${error.code} ${error.message}`), "*");
