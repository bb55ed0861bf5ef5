// Which requests may carry a token; and that the others were never sent.
import "./audience/origin.js";
import "./audience/refusal.js";
import "./audience/tricks.js";
import "./audience/redirect.js";
import "./audience/options.js";
