import { restock } from "./shop.web.js";

restock("pear").then(postMessage);
