// What import.js drives: the outcome of an import.
addEventListener("message", async ({ data }) => {
  postMessage(await import(`/fetch-with-auth/dist/${data}`).then(() => "imported", ({ message }) => message));
});
