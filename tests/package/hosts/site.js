// A page of a Wix site, in a browser: it loads an app's widgets from their own origin, and gives them tokens late.
import { createAuth } from "fetch-with-auth";
import { shop } from "./shop.js";
import { show } from "./show.js";

const { clientId, app } = window.wix;
const later = () => new Promise((done) => setTimeout(done, 100));

const same = (is, expected) => {
  if (!(expected instanceof RegExp ? expected.test(is) : is === expected)) throw new Error(`expected ${expected}, got ${is}`);
};

async function until(read) {
  for (let turn = 0; !read() && turn < 300; turn++) await later();
  return read();
}

show(async (api) => {
  const token = async (kind) => (await (await fetch(`${api}/_control/clients/${clientId}/${kind}`, { method: "POST" })).json()).access_token;

  for (const [tag, kind, expected] of [["greeting-widget", "visitor", /^Hello, visitor of site /], ["points-widget", "member", "120 points"]]) {
    await import(`${app}/${tag}.js`);
    const element = document.createElement(tag);
    document.body.append(element);
    await later();
    same(element.textContent, "");
    const access = await token(kind);
    element.accessTokenListener(async () => access);
    same(await until(() => element.textContent), expected);
  }

  const { injectAccessTokenFunction } = await import(`${app}/embedded.js`);
  await later();
  same(document.title, "");
  const member = await token("member");
  injectAccessTokenFunction(async () => member);
  same(await until(() => document.title), /^Hello, member of site /);

  for (const [kind, expected] of [["user", "vase is in stock"], ["member", /^permission_denied /]]) {
    const frame = document.createElement("iframe");
    const answer = new Promise((resolve) => addEventListener("message", ({ data }) => resolve(data), { once: true }));
    const query = new URLSearchParams({ origin: "https://manage.wix.com", siteInfo: "{}" });
    frame.src = `${app}/dashboard.html?${query}#token=${await token(kind)}`;
    document.body.append(frame);
    same(await answer, expected);
    frame.remove();
  }

  return shop(api, (options) => createAuth(options).fetchWithAuth);
});
