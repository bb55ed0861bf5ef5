// What a server may give for the module's file: each in an instance of the script of its own.
import { shop } from "./shop.js";

const { fetch } = globalThis;
let instances = 0;

/** As `act` does, with this in the place of the module's response. */
const responding = async (substitute, act) => {
  globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init);
    return `${input}`.endsWith("page.wasm") ? substitute(response) : response;
  };
  try {
    return await act();
  } finally {
    globalThis.fetch = fetch;
  }
};

const calls = async (api) => {
  const { createAuth } = await import(`./node_modules/fetch-with-auth/dist/slim/index.js?${++instances}`);
  return () => shop(api, (options) => createAuth({ ...options, storage: "memory" }).fetchWithAuth);
};

/** The error of these calls, and how the same go once the file is there. */
const failing = (substitute) => async (api) => {
  const call = await calls(api);
  const error = await responding(substitute, call).catch((error) => error);
  return `${error.code}: ${error.message.split(". ")[0].replace(/http\S+(?=node_modules)/, "")}; then ${await call()}`;
};

const GOOD = "3 signed calls, 1 token request";
const PATH = "node_modules/fetch-with-auth/dist/slim/page.wasm";

globalThis.checks.push(
  {
    name: "A module with another Content-Type is compiled all the same",
    check: async (api) =>
      responding(async (response) => new Response(await response.arrayBuffer(), { headers: { "content-type": "application/octet-stream" } }), await calls(api)),
    expected: GOOD,
  },
  {
    name: "A module without a Content-Type is compiled all the same",
    check: async (api) => responding(async (response) => new Response(await response.arrayBuffer()), await calls(api)),
    expected: GOOD,
  },
  {
    name: "A page instead of the module is an error that says so, and the next call loads it again",
    check: failing(async () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } })),
    expected: `load_failed: TypeError: No WebAssembly module: ${PATH} (status 200, Content-Type text/html); then ${GOOD}`,
  },
  {
    name: "A file that is not there is an error that says so, and the next call loads it again",
    check: failing(async () => new Response("", { status: 404, headers: { "content-type": "application/wasm" } })),
    expected: `load_failed: TypeError: No WebAssembly module: ${PATH} (status 404, Content-Type application/wasm); then ${GOOD}`,
  },
  {
    name: "Without a network the error is that of fetch, and the next call loads it again",
    check: failing(async () => {
      throw new TypeError("Failed to fetch");
    }),
    expected: `load_failed: TypeError: Failed to fetch; then ${GOOD}`,
  },
);
