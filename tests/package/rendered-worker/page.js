import { configure } from "fetch-with-auth";

import { showPage } from "./rendered/page.js";

showPage(configure);
