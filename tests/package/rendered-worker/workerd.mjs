// Runs what is in ./built in workerd, on PORT.
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";

/** `modules` beside the script: by name, how workerd embeds them. `bindings` are texts. */
export async function workerd(modules, bindings = {}) {
  const quoted = Object.entries(bindings).map(([name, text]) => `(name = "${name}", text = "${text}")`);
  await writeFile("built/worker.capnp", `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [
        (name = "worker.js", esModule = embed "worker.js"),
        (name = "backend.wasm", wasm = embed "backend.wasm"),
        ${modules.join(" ")}
      ],
      compatibilityDate = "2026-11-01", compatibilityFlags = ["nodejs_als"],
      bindings = [${quoted.join(", ")}],
    )),
    # Wix is on this machine here.
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${process.env.PORT}", http = (), service = "main")]
);`);
  spawn("node_modules/@cloudflare/workerd-linux-64/bin/workerd", ["serve", "built/worker.capnp"], { stdio: "inherit" });
}
