// fetchWithAuth is fetch: the same request both ways, compared.
import "./fetch/input.js";
import "./fetch/headers.js";
import "./fetch/body.js";
import "./fetch/options.js";
import "./fetch/response.js";
import "./fetch/moment.js";
import "./fetch/abort.js";
import "./fetch/manners.js";
import "./fetch/refusal.js";
import "./fetch/patched.js";
