import { createAuth } from "./node_modules/fetch-with-auth/dist/slim/index.js";
import { app } from "./app.js";

app("no bundler", createAuth);
