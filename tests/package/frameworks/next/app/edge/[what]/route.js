export const runtime = "edge";
export { GET } from "../../api/[what]/route.js";
