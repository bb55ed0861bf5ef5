import { OAuthStrategy, createClient } from "@wix/sdk";
import { report } from "./report.js";
import "./wix.js";

report(createClient({ auth: OAuthStrategy({ clientId: "cold" }) }).fetchWithAuth);
