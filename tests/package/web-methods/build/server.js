import { restock } from "./shop.web.js";

console.log(await restock("apple"));
