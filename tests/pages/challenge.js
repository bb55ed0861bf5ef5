// 401: renew once, send once more; the second answer stands.
import "./challenge/renewal.js";
import "./challenge/replay.js";
import "./challenge/together.js";
