// Members: every way to log in, and back.
import "./members/redirect.js";
import "./members/forged.js";
import "./members/code.js";
import "./members/token.js";
import "./members/direct.js";
import "./members/refusals.js";
import "./members/mail.js";
import "./members/frame.js";
import "./members/evil.js";
import "./members/silently.js";
import "./members/worker.js";
