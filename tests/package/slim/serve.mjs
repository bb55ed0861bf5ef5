// Vite's development server.
import { createServer } from "vite";

const server = await createServer({ root: "vite", server: { host: "127.0.0.1", port: +process.argv[2], strictPort: true, fs: { allow: [".."] } } });
await server.listen();
