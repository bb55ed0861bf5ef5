// Members: every way to log in, and back.
import "./members/redirect.js";
import "./members/forged.js";
import "./members/code.js";
import "./members/token.js";
