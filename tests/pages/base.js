// What base.xhtml offers to the test that frames it. A classic script: Chromium has no module
// scripts in XML documents.
import("/pages/world.js").then(async ({ client }) => {
  globalThis.auth = (await client()).auth();
});
