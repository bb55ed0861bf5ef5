import { configure, fetchWithAuth } from "fetch-with-auth/slim";
import { api, report } from "./report.js";

configure({ clientId: "cold", apiOrigin: api });
report(fetchWithAuth);
