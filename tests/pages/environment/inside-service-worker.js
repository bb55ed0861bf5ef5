// A service worker, which may import nothing on demand: it imports the members' part beforehand.
import "/fetch-with-auth/dist/with-members.js";
import "./inside-worker.js";
