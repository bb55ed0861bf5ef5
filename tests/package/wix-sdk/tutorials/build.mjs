// Each fixture is one text: compiled and bundled as it is, and with the import of one name changed.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as esbuild from "esbuild";

const FIXTURES = ["context.tsx", "per-request.ts"];
const IMPORT = /^import \{ (.*)\bOAuthStrategy(?:, )?(.*) \} from "@wix\/sdk";$/gm;
process.chdir(import.meta.dirname);

for (const file of FIXTURES) {
  const text = readFileSync(file, "utf8");
  if (text.match(IMPORT)?.length !== 1) throw new Error(`${file}: one import is changed, and no other`);
  const changed = text.replace(IMPORT, (_, before, after) => {
    const others = `${before}${after}`.replace(/, $/, "");
    return `import { ${others} } from "@wix/sdk";\nimport { OAuthStrategy } from "fetch-with-auth/wix-sdk";`;
  });
  for (const [folder, content] of Object.entries({ theirs: text, ours: changed })) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/${file}`, content);
  }
}

// Types. Those of @wix/members have errors of their own, which are the same for both.
for (const settings of ["--module esnext --moduleResolution bundler", "--module nodenext --moduleResolution nodenext"]) {
  const { stdout } = spawnSync(process.execPath, ["../node_modules/typescript-7/bin/tsc", "--project", "tsconfig.json", ...settings.split(" ")], { encoding: "utf8" });
  const errors = stdout.split("\n").filter((line) => /error TS/.test(line) && !/^(\.\.\/)?node_modules\/@wix\//.test(line));
  if (errors.length || !/^(\.\.\/node_modules\/@wix\/.*error TS|$)/.test(stdout)) throw new Error(stdout);
}

const define = (client) => ({ "process.env.NEXT_PUBLIC_WIX_CLIENT_ID": client, "process.env.NODE_ENV": '"production"' });
for (const folder of ["theirs", "ours"]) {
  const both = { absWorkingDir: import.meta.dirname, bundle: true, format: "esm", logLevel: "warning" };
  await esbuild.build({ ...both, stdin: { contents: MOUNT(folder), resolveDir: import.meta.dirname, loader: "tsx" }, jsx: "automatic", define: define("clientId"), outfile: `../tutorials-${folder}.js` });
  await esbuild.build({ ...both, entryPoints: [`./${folder}/per-request.ts`], platform: "node", packages: "external", alias: { "next/headers": `${import.meta.dirname}/next-headers.mjs` }, outfile: `${folder}/per-request.mjs` });
}
// The client that Wix' skills for agents write into a site, with the ID where the site has it.
const written = readFileSync("../node_modules/@wix/agent-skills/skills/wix-vibe-headless/references/shared/app/rest/wix-client.js", "utf8")
  .replace('export { WIX_CLIENT_ID } from "./wix-config.js";', "")
  .replace('import { WIX_CLIENT_ID } from "./wix-config.js";', "export const WIX_CLIENT_ID = globalThis.clientId;");
if (/^(im|ex)port .*from/m.test(written)) throw new Error("the client of the skills has another form");
writeFileSync("../hand-written.js", written);

await esbuild.build({ absWorkingDir: import.meta.dirname, entryPoints: ["page.js"], bundle: true, format: "esm", outfile: "../bundle.js" });

function MOUNT(folder) {
  return `
    import { createRoot } from "react-dom/client";
    import { LoginPage, Navbar, WixClientContextProvider } from "./${folder}/context.tsx";
    export const mount = (element: Element, push: (url: string) => void) => {
      const root = createRoot(element);
      root.render(<WixClientContextProvider><Navbar push={push} /><LoginPage push={push} /></WixClientContextProvider>);
      return () => root.unmount();
    };
  `;
}
