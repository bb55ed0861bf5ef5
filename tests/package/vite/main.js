import { configure, fetchWithAuth } from "fetch-with-auth";
import { shop } from "./shop.js";
import { show } from "./show.js";

show((api) => shop(api, (options) => (configure(options), fetchWithAuth)));
