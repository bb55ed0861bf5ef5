import { workerd } from "./workerd.mjs";

const { WIX_CLIENT_ID, WIX_ORIGIN } = process.env;

await workerd(['(name = "page.txt", text = embed "page.js"),'], { WIX_CLIENT_ID, WIX_ORIGIN });
