// Required, as Node allows from 20.19 on.
const { createAuth } = require("fetch-with-auth");

import("./shop.js")
  .then(({ shop }) =>
    shop(process.argv[2], (options) => createAuth({ ...options, storage: "memory" }).fetchWithAuth),
  )
  .then(console.log);
