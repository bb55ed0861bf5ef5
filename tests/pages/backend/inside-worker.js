// What import.js drives: what an import came to.
addEventListener("message", async ({ data }) => {
  postMessage(await import(`/fetch-with-auth/dist/${data}`).then(() => "imported", ({ message }) => message));
});
