import { report } from "./report.js";

report(fetch, false);
