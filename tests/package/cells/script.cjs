const { createAuth } = require("fetch-with-auth");

const { identify } = require("./identify.mjs");
const { shop } = require("./shop.js");

(async () => {
  console.log(process.version);
  console.log(await shop(process.env.API, (options) => createAuth(options).fetchWithAuth));
  console.log(await identify());
})();
