// What base.xhtml offers to the test that frames it.
import { client } from "./world.js";

globalThis.auth = (await client()).auth();
