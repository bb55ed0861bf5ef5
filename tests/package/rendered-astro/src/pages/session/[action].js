export { ALL } from "../../middleware.js";

export const prerender = false;
