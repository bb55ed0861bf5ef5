// What worker.js drives. A word back for each: the value or the code, and where it would have gone.
import { createAuth } from "/fetch-with-auth/dist/index.js";

const strays = [];
addEventListener("unhandledrejection", ({ reason }) => strays.push(String(reason)));
let auth;

addEventListener("message", async ({ data: { id, options, method, argument } }) => {
  auth ??= createAuth(options);
  let left;
  const navigate = (url) => (left = url);
  if (method === "strays") return postMessage({ id, value: strays });
  const given = argument === undefined ? [] : [typeof argument === "object" ? { ...argument, navigate } : argument];
  try {
    postMessage({ id, value: await auth[method](...given), left });
  } catch ({ code, message }) {
    postMessage({ id, code: code ?? message });
  }
});
