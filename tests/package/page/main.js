import { configure, fetchWithAuth } from "./node_modules/fetch-with-auth/dist/index.js";
import { shop } from "./shop.js";
import { show } from "./show.js";

show((api) => shop(api, (options) => (configure(options), fetchWithAuth)));
