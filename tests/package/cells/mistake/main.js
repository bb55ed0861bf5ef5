// A page that imports by mistake what is for servers.
import { createBackend } from "fetch-with-auth/backend";

createBackend({ appId: "app", appSecret: "a-secret", instanceId: "instance" });
document.getElementById("result").textContent = "a backend in a page";
