import { workerd } from "./workerd.mjs";

await workerd([]);
