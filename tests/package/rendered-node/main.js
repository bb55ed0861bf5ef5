import * as wix from "fetch-with-auth";

import { followTabs } from "./follow-tabs.js";
import { showPage } from "./rendered/page.js";

showPage(wix.configure);
if (document.querySelector("#config").dataset.cookie === "sealed") followTabs(wix.defaultAuth(), document.querySelector("#server-state").textContent);
// For the tests.
window.wix = wix;
