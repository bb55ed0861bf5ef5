// Runs what was built in workerd, on PORT.
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";

const { PORT, WIX_CLIENT_ID, WIX_ORIGIN } = process.env;

await writeFile("built/worker.capnp", `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [
        (name = "worker.js", esModule = embed "worker.js"),
        (name = "backend.wasm", wasm = embed "backend.wasm"),
        (name = "page.txt", text = embed "page.js"),
      ],
      compatibilityDate = "2026-11-01", compatibilityFlags = ["nodejs_als"],
      bindings = [(name = "WIX_CLIENT_ID", text = "${WIX_CLIENT_ID}"), (name = "WIX_ORIGIN", text = "${WIX_ORIGIN}")],
    )),
    # Wix is on this machine here.
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${PORT}", http = (), service = "main")]
);`);
spawn("node_modules/@cloudflare/workerd-linux-64/bin/workerd", ["serve", "built/worker.capnp"], { stdio: "inherit" });
