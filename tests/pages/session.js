// Visitors and their tokens: minted once, kept, renewed in time, and lost to nothing but invalid_grant.
import "./session/mint.js";
import "./session/storage.js";
import "./session/broken-storage.js";
import "./session/renewal.js";
import "./session/expiry.js";
import "./session/response.js";
import "./session/outage.js";
import "./session/member.js";
import "./session/sign-out.js";
import "./session/module.js";
import "./session/secrecy.js";
