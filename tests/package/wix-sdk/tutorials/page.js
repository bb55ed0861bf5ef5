// A page of the first family, as it is and with one import changed: every visit loads the module again, as a page does.
import Cookies from "js-cookie";
import { clientOf } from "../contract.js";
import { all, same } from "../same.js";
import { shop } from "../shop.js";
import { show } from "../show.js";
import { ANN, standIn } from "../stand-in.js";
import { OAuthStrategy } from "fetch-with-auth/wix-sdk";

let visits = 0;
const visit = async (whose) => {
  const element = document.createElement("main");
  document.body.append(element);
  const bundle = `./tutorials-${whose}.js?visit=${++visits}`;
  const { mount } = await import(bundle);
  const left = [];
  const unmount = mount(element, (url) => left.push(url));
  return { left, find: (name) => element.querySelector(name), close: () => (unmount(), element.remove()) };
};

const until = async (act, wanted) => {
  const end = Date.now() + 20_000;
  while (act() !== wanted && Date.now() < end) await new Promise((done) => setTimeout(done, 20));
  same(act(), wanted);
};

const sentences = (whose) => ({
  async [`${whose}: a visitor, a member who logs in with the form, stays after a reload, and leaves`](wix) {
    const { clientId } = await wix.client();
    Object.assign(globalThis, { clientId });
    Cookies.remove("refreshToken");
    const submit = ({ find }, values) => {
      for (const [name, value] of Object.entries(values)) find(`[name=${name}]`).value = value;
      find("form").requestSubmit();
    };

    let page = await visit(whose);
    await until(() => page.find("output")?.textContent, "a visitor");
    same(page.find("nav button"), null);
    submit(page, { ...ANN, password: "wrong-1" });
    await until(() => page.find("#error").textContent, "Invalid email or password!");
    page.find("#register").click();
    await until(() => page.find("form button").textContent, "REGISTER");
    submit(page, ANN);
    await until(() => page.find("#error").textContent, "Email already exists!");
    page.close();

    page = await visit(whose);
    await until(() => page.find("form button")?.textContent, "LOGIN");
    submit(page, ANN);
    await until(() => page.left[0], "/");
    same(JSON.parse(Cookies.get("refreshToken")).role, "member");
    page.close();

    page = await visit(whose);
    await until(() => page.find("output")?.textContent, ANN.email);
    page.find("nav button").click();
    await until(() => page.left[0]?.startsWith("http"), true);
    same(Cookies.get("refreshToken"), undefined);
    page.close();

    page = await visit(whose);
    await until(() => page.find("output")?.textContent, "a visitor");
    page.close();
  },
});

show(async (api) => {
  const wix = standIn(api);
  await all({ ...sentences("theirs"), ...sentences("ours") }, wix);
  return shop(api, ({ clientId }) => clientOf(OAuthStrategy({ clientId })).fetchWithAuth);
});
