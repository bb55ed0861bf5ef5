// Node's http server, in every engine; with a sealed cookie in those that take loopback for secure.
import { engines } from "./rendered/browser.mjs";
import { rendered } from "./rendered/flow.mjs";

const start = ["node", "server.mjs"];

rendered("Node", { start });
rendered("Node, sealed", { start, cookie: "sealed", only: engines.filter((engine) => engine !== "safari") });
