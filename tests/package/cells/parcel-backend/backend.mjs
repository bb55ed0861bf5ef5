import { identify } from "../identify.mjs";

console.log(await identify());
