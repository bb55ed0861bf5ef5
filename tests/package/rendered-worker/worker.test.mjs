// A bare Worker, run by workerd.
import { rendered } from "./rendered/flow.mjs";

rendered("A Worker", { build: ["node", "build.mjs"], start: ["node", "start.mjs"] });
