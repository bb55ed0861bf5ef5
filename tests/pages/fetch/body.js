// Bodies of every kind, byte-equal and with their own content type.
import { alike } from "../alike.js";
import { equal } from "../assert.js";
import { test } from "../runner.js";
import { spy } from "../spy.js";
import { app, client, site } from "../world.js";

const bytes = () => Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256);

// A Request does not keep the files of its form in WebKit, fetch's own included: once they are
// collected it sends empty ones (https://bugs.webkit.org/show_bug.cgi?id=324258). So the page
// holds them here.
const held = [];

const form = () => {
  const data = new FormData();
  held.push(data);
  data.append("text", "ä\r\n");
  data.append("file", new File([bytes()], "a \"quoted\" name.bin", { type: "application/x-a" }));
  return data;
};

const BODIES = {
  "a string": () => "ä\u0000 text",
  "the empty string": () => "",
  "URLSearchParams": () => new URLSearchParams([["a", "1 2"], ["a", "&"]]),
  "FormData": form,
  "a Blob with a type": () => new Blob([bytes()], { type: "image/x-a" }),
  "a Blob without a type": () => new Blob([bytes()]),
  "an ArrayBuffer": () => bytes().buffer,
  "a typed array": () => bytes().subarray(3, 60_003),
  "a DataView": () => new DataView(bytes().buffer, 5, 100),
  "null": () => null,
  "undefined": () => undefined,
  "something else, as a string": () => ({ toString: () => "text" }),
};

for (const [kind, body] of Object.entries(BODIES)) {
  test(`A body arrives byte-equal with its own content type: ${kind} (§8.5 #14, row 23)`, async () => {
    await alike((url) => [url, { method: "POST", body: body() }]);
    await alike((url) => [new Request(url, { method: "POST", body: body() })]);
    await alike((url) => [new Request(url, { method: "POST", body: "replaced" }), { body: body() }]);
    await alike((url) => [url, { method: "POST", body: body() }], { at: app });
  });

  test(`The caller's own content type wins: ${kind}`, () =>
    alike((url) => [url, { method: "POST", body: body(), headers: { "Content-Type": "application/x-mine" } }]));
}

test("A ReadableStream is sent as fetch sends it", () =>
  alike((url) => [url, { method: "POST", body: stream(), duplex: "half" }]));

test("A ReadableStream reaches options.fetch unread, with its duplex", async () => {
  const taken = spy(async (...args) => new Response(await new Request(...args).text()));
  const auth = (await client()).auth({ fetch: taken });
  const native = await new Request(site, { method: "POST", body: stream(), duplex: "half" }).text();
  const response = await auth.fetchWithAuth(site, { method: "POST", body: stream(), duplex: "half" });
  equal(await response.text(), native, "what arrived");
});

const stream = () =>
  new ReadableStream({
    start(controller) {
      for (const part of ["one ", "two"]) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  });
