// The first argument.
import { alike } from "../alike.js";
import { equal, until } from "../assert.js";
import { test } from "../runner.js";
import { app, site } from "../world.js";

test("A string is taken as fetch takes it (row 23)", () => alike((url) => [url]));

test("A URL is taken as fetch takes it", () => alike((url) => [new URL(url)]));

test("Anything else is turned into a string, as fetch does", () => alike((url) => [{ toString: () => url }]));

test("A Request is taken as fetch takes it (row 23)", () => alike((url) => [new Request(url)]));

test("A Request with method, headers and body arrives whole", () =>
  alike((url) => [new Request(url, { method: "PUT", headers: { "x-a": "1" }, body: "text" })]));

test("A Request and an init together: init wins where it speaks", () =>
  alike((url) => [
    new Request(url, { method: "PUT", headers: { "x-a": "1" }, body: "text" }),
    { method: "PATCH", body: "other", cache: "no-store" },
  ]));

test("A Request of another realm is a Request", async (t) => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  t.after(() => frame.remove());
  await alike((url) => [new frame.contentWindow.Request(url, { method: "PUT", headers: { "x-a": "1" }, body: "text" })]);
});

test("A Request of a subclass is a Request", async () => {
  class Mine extends Request {}
  await alike((url) => [new Mine(url, { method: "PUT", body: "text" })]);
});

test("A clone of a Request, and the Request after it", async () => {
  const made = (url) => new Request(url, { method: "PUT", body: "text" });
  await alike((url) => [made(url).clone()]);
  await alike((url) => {
    const request = made(url);
    request.clone();
    return [request];
  });
});

for (const form of ["path", "query", "dots", "empty first segment", "protocol-relative", "backslashes", "upper case", "spaces"]) {
  test(`A URL is resolved as the page resolves it: ${form} (§8.5 #11)`, () =>
    alike((url) => {
      const { host, pathname } = new URL(url);
      const forms = {
        path: pathname,
        query: `${pathname}?a=b&a=c&d=%2F`,
        dots: `./deep/../..${pathname}`,
        "empty first segment": `${site}//..${pathname}`,
        "protocol-relative": `//${host}${pathname}`,
        backslashes: `\\\\${host}${pathname.replaceAll("/", "\\")}`,
        "upper case": `HTTP://${host}${pathname}`,
        spaces: `  ${pathname}?a b\t&ü=ß \n`,
      };
      return [forms[form]];
    }));
}

test("A relative URL follows the page when its address changes", async (t) => {
  const { href } = location;
  t.after(() => history.replaceState(null, "", href));
  history.replaceState(null, "", "/echo/some/where/else");
  const { saw } = await alike((url) => [`../../${new URL(url).pathname.split("/").pop()}`]);
  equal(saw.url.endsWith("/echo/ID"), true, `resolved to ${saw.url}`);
});

test("A relative URL is resolved against the page's base", async (t) => {
  const frame = document.createElement("iframe");
  frame.src = "/pages/base.xhtml";
  document.body.append(frame);
  t.after(() => frame.remove());
  const { auth } = await until(() => frame.contentWindow?.auth && frame.contentWindow, "the page in the frame");
  for (const input of ["there?a", "../based/there?a"]) {
    equal((await auth.fetchWithAuth(input)).url, `${site}/echo/based/there?a`, input);
  }
});

test("A relative URL in a Request and in a URL's place", () =>
  alike((url) => [new Request(new URL(url).pathname, { method: "DELETE" })]));

test("A fragment is kept to oneself", async () => {
  const { saw } = await alike((url) => [`${url}#part`]);
  equal(saw.url.includes("#"), false, "no fragment on the wire");
});

test("The empty string is the page itself", () => alike(() => [""]));

test("Another origin of the audience is asked as fetch asks it", async () => {
  await alike((url) => [url], { at: app });
  await alike((url) => [new Request(url, { method: "POST", body: "text", headers: { "x-a": "1" } })], { at: app });
});
