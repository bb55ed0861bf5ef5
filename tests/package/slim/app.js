// What each build registers for run.js.
import { shop } from "./shop.js";

/** @param createAuth that of fetch-with-auth/slim, as this bundler brings it */
export const app = (bundler, createAuth) => {
  const check = async (api) => {
    const { compileStreaming } = WebAssembly;
    const streamed = new Set();
    WebAssembly.compileStreaming = (response) => {
      streamed.add(response.url);
      return compileStreaming(response);
    };
    try {
      let auth;
      const said = await shop(api, (options) => (auth = createAuth({ ...options, storage: "memory" })).fetchWithAuth);
      const { subjectType } = await auth.getTokenInfo();
      const files = [...streamed].filter((url) => url.endsWith(".wasm"));
      return `${said}, ${subjectType}, ${files.length} files streamed`;
    } finally {
      WebAssembly.compileStreaming = compileStreaming;
    }
  };
  (globalThis.checks ??= []).push({
    name: `With ${bundler}, both modules are files that are compiled while they arrive`,
    check,
    expected: "3 signed calls, 1 token request, VISITOR, 2 files streamed",
  });
};
