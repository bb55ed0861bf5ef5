import { createAuth } from "fetch-with-auth/slim";
import { app } from "../app.js";

app("Vite", createAuth);
