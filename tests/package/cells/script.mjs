import { createAuth } from "fetch-with-auth";

import { identify } from "./identify.mjs";
import { shop } from "./shop.js";

console.log(process.version);
console.log(await shop(process.env.API, (options) => createAuth(options).fetchWithAuth));
console.log(await identify());
