// Plain use in Node: an instance of its own, its session in memory.
import { AuthError, createAuth, isAuthError } from "fetch-with-auth";
import { shop } from "./shop.js";

const [api] = process.argv.slice(2);
const sentence = await shop(api, (options) => createAuth({ ...options, storage: "memory" }).fetchWithAuth);

let refusal;
try {
  createAuth({ clientId: "" });
} catch (error) {
  refusal = error;
}
if (!(refusal instanceof AuthError) || !isAuthError(refusal)) throw new Error("no AuthError for an empty clientId");

console.log(sentence);
