import { configure, fetchWithAuth } from "fetch-with-auth";
import { api, report } from "./report.js";

configure({ clientId: "cold", apiOrigin: api });
report(fetchWithAuth);
