import "/fetch-with-auth/dist/with-members.js";
import "./service-worker.js";
