import { configure } from "fetch-with-auth";
import { restock } from "./shop.web.js";
import { label } from "./stock.web.ts";

configure({ clientId: "11111111-2222-4333-8444-555555555555" });
document.title = [await restock("apple"), await label({ id: "apple" })].join();
new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
