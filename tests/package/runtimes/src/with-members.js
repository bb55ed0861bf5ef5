import "fetch-with-auth/members";
export { default } from "./index.js";
