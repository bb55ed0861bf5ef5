import fetchWithAuth from "fetch-with-auth/vite";
import { client } from "./shop.js";

// One client of the stand-in, for the page and for its backend.
process.env.CLIENT_ID = await client(process.env.API);

export default {
  define: { CLIENT_ID: JSON.stringify(process.env.CLIENT_ID) },
  plugins: [fetchWithAuth({ backend: "./backend.js" })],
};
