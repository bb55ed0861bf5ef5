// A page of the first family, as it is and with one import changed: every visit loads the module again, as a page does.
// And a page that had a client of its own.
import Cookies from "js-cookie";
import { actsAs, asMember, clientOf } from "../contract.js";
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

const handWritten = {
  async "what the client of Wix' agent skills stored is taken over: a visitor with the cart, and a member"(wix) {
    for (const role of ["visitor", "member"]) {
      const { clientId } = await wix.client();
      Object.assign(globalThis, { clientId });
      const bundle = `./hand-written.js?visit=${++visits}`;
      const { isMember, setSessionTokens, wixApiRequest } = await import(bundle);
      const { headers } = await wixApiRequest(`${wix.api}/echo`);
      if (role === "member") {
        const elsewhere = OAuthStrategy({ clientId, storage: "memory" });
        await asMember(clientOf(elsewhere));
        const { accessToken, refreshToken } = elsewhere.getTokens();
        setSessionTokens({ accessToken: accessToken.value, refreshToken: refreshToken.value, expiresIn: 14400 });
      }
      same(isMember(), role === "member");
      const key = `wix-visitor-token-${clientId}`;
      const { accessToken, refreshToken, expiresAt } = JSON.parse(localStorage.getItem(key));
      const { visitors } = await wix.seen(clientId);

      const auth = OAuthStrategy({ clientId });
      await auth.ready;
      same(auth.getTokens(), { accessToken: { value: accessToken, expiresAt: Math.floor(expiresAt / 1000) }, refreshToken: { value: refreshToken, role } });
      same([auth.loggedIn(), localStorage.getItem(key)], [role === "member", null]);
      if (role === "visitor") same(auth.getActiveToken(), headers.authorization);
      same(await actsAs(clientOf(auth)), role === "member" ? ANN.email : "visitor");
      auth.setTokens(await auth.renewToken(auth.getTokens().refreshToken));
      same(await actsAs(clientOf(auth)), role === "member" ? ANN.email : "visitor");
      same((await wix.seen(clientId)).visitors, visitors);
    }
  },
};

show(async (api) => {
  const wix = standIn(api);
  await all({ ...sentences("theirs"), ...sentences("ours"), ...handWritten }, wix);
  return shop(api, ({ clientId }) => clientOf(OAuthStrategy({ clientId })).fetchWithAuth);
});
