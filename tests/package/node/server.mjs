// What people of one server share: nothing but what it passes in, in whatever runtime and with whatever globals.
import { createAuth } from "fetch-with-auth";
import { OAuthStrategy } from "fetch-with-auth/wix-sdk";
import { client, shop } from "./shop.js";

const [api] = process.argv.slice(2);
const CLIENT_ID = "11111111-2222-4333-8444-555555555555";
const APART = ["browser", "session", "memory", "wix-session-cookie"];
const URL = "https://www.wixapis.com/stores/v1/products";

/** A fetch that answers each token request on demand, and every other one at once. */
function endpoint() {
  const waiting = [];
  let requests = 0;
  const tokens = () => Response.json({ access_token: `OauthNG.JWS.${requests}`, refresh_token: `JWS.${requests}`, expires_in: 14400, token_type: "Bearer" });
  return {
    fetch: async (input, init) => {
      if (!`${input?.url ?? input}`.endsWith("/oauth2/token")) return Response.json({ as: new Headers(init?.headers ?? input.headers).get("authorization") });
      requests += 1;
      const answer = tokens();
      await new Promise((done) => waiting.push(done));
      return answer;
    },
    answer: (count = Infinity) => waiting.splice(0, count).forEach((done) => done()),
    get waiting() { return waiting.length; },
    get requests() { return requests; },
  };
}

const tokenStorage = (map = new Map()) => ({ getItem: (key) => map.get(key) ?? null, setItem: (key, text) => void map.set(key, text) });

const call = async (auth) => (await (await auth.fetchWithAuth(URL)).json()).as;

const sentences = {
  async "instances with a storage of this name know nothing of each other"() {
    for (const storage of APART) {
      const { fetch } = endpoint();
      const [ada, bob] = [1, 2].map(() => createAuth({ clientId: CLIENT_ID, storage, fetch }));
      await ada.signInWithTokens({ access_token: "OauthNG.JWS.ada", refresh_token: "JWS.ada", expires_in: 14400 });
      same(await call(ada), "OauthNG.JWS.ada", storage);
      same((await bob.session()).state, "empty", storage);
      const strategies = [1, 2].map(() => OAuthStrategy({ clientId: CLIENT_ID, storage, fetch }));
      strategies[0].setTokens({ accessToken: { value: "OauthNG.JWS.ada", expiresAt: 4e9 }, refreshToken: { value: "JWS.ada", role: "member" } });
      await Promise.all(strategies.map(({ ready }) => ready));
      same(strategies[1].loggedIn(), false, `${storage}, by a strategy`);
    }
  },
  async "they are warned that there is no such storage here, once, and a listener added later hears it too"() {
    for (const storage of ["browser", "session", "wix-session-cookie"]) {
      const auth = createAuth({ clientId: CLIENT_ID, storage, fetch: endpoint().fetch });
      await auth.session();
      await auth.session();
      const heard = [];
      auth.onWarning(({ code, cause }) => heard.push(`${code} ${cause.name}`));
      await until(() => heard.length > 0);
      same(heard, ["storage_unavailable SecurityError"], storage);
    }
  },
  async "a login that is under way in one of them is none of another's"() {
    const clientId = await client(api);
    for (const storage of APART) {
      const [ada, bob] = [1, 2].map(() => createAuth({ clientId, apiOrigin: api, storage }));
      let address;
      const page = { redirectUri: "https://shop.example/callback", returnTo: "https://shop.example/", navigate: (url) => (address = url) };
      await ada.loginWithRedirect(page).catch((error) => { throw new Error(`${storage}: ${error.message} ${JSON.stringify(error.cause)}`) });
      const state = /[?&]state=([\w-]+)/.exec(decodeURIComponent(address))?.[1];
      if (!state) throw new Error(`no state in ${address}`);
      const refused = await bob.handleRedirect(`${page.redirectUri}?state=${state}&error=access_denied`).catch(({ code }) => code);
      same(refused, "state_mismatch", storage);
      const known = await ada.handleRedirect(`${page.redirectUri}?state=${state}&error=access_denied`).catch(({ code }) => code);
      same(known, "login_refused", storage);
    }
  },
  async "eight people of one client ID do not wait for each other"() {
    for (const storage of [...APART, tokenStorage]) {
      const tokens = endpoint();
      const auths = Array.from({ length: 8 }, () => createAuth({ clientId: CLIENT_ID, storage: storage.call?.() ?? storage, fetch: tokens.fetch }));
      const calls = auths.map(call);
      await until(() => tokens.waiting === 8);
      tokens.answer();
      same(new Set(await Promise.all(calls)).size, 8, "people");
    }
  },
  async "nobody waits for a token request of another that hangs"() {
    const tokens = endpoint();
    const [one, ...others] = Array.from({ length: 3 }, () => createAuth({ clientId: CLIENT_ID, storage: "memory", fetch: tokens.fetch }));
    call(one).catch(() => {});
    await until(() => tokens.waiting === 1);
    const calls = others.map(call);
    await until(() => tokens.waiting === 3);
    tokens.answer();
    await Promise.all(calls);
  },
  async "instances over one TokenStorage share its session, and one of them renews"() {
    const tokens = endpoint();
    const storage = tokenStorage();
    const [one, other] = [1, 2].map(() => createAuth({ clientId: CLIENT_ID, storage, fetch: tokens.fetch }));
    const calls = [call(one), call(other)];
    await until(() => tokens.waiting === 1);
    tokens.answer();
    same(new Set(await Promise.all(calls)).size, 1, "people");
    same(tokens.requests, 1, "token requests");
    await one.signOut();
    same((await other.session()).state, "empty", "the other's session");
    const next = call(other);
    await until(() => tokens.waiting === 1);
    tokens.answer();
    await next;
  },
  async "who listens for changes hears them, although nobody holds the instance"() {
    if (!globalThis.gc) return;
    const tokens = endpoint();
    const options = { clientId: CLIENT_ID, storage: tokenStorage(), fetch: tokens.fetch };
    const one = createAuth(options);
    const answer = call(one);
    await until(() => tokens.waiting === 1);
    tokens.answer();
    await answer;
    const news = [];
    const leave = createAuth(options).onSessionChange(({ reason }) => news.push(reason));
    let turns = 0;
    await until(() => {
      gc();
      return (turns += 1) > 20;
    });
    await one.signOut();
    await until(() => news.length > 0, () => "news of the sign-out");
    same(news, ["signed_out"], "news");
    leave();
  },
  async "an instance that nobody holds is collected, whatever its storage"() {
    if (!globalThis.gc) return;
    const kinds = { ...Object.fromEntries(APART.map((kind) => [kind, () => kind])), "a TokenStorage": () => tokenStorage() };
    const shared = tokenStorage();
    kinds["a TokenStorage of all"] = () => shared;
    kinds["a TokenStorage that holds it"] = tokenStorage;
    for (const [kind, storage] of Object.entries(kinds)) {
      let collected = 0;
      const registry = new FinalizationRegistry(() => (collected += 1));
      const use = async () => {
        const tokens = endpoint();
        const its = storage();
        const auth = createAuth({ clientId: CLIENT_ID, storage: its, fetch: tokens.fetch });
        if (kind.endsWith("holds it")) its.auth = auth;
        const answer = call(auth);
        if (!(its === shared && made > 0)) await until(() => tokens.waiting === 1);
        tokens.answer();
        await answer;
        registry.register(auth, undefined);
        made += 1;
      };
      let made = 0;
      while (made < 20) await use();
      await until(async () => {
        gc();
        return collected === made;
      }, () => `${kind}: ${collected} of ${made} collected`);
    }
  },
};

async function until(holds, what = () => holds.toString()) {
  for (let turn = 0; turn < 1000; turn += 1) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 5));
  }
  throw new Error(`this never happened: ${what()}`);
}

function same(found, wanted, what) {
  const [is, should] = [found, wanted].map((value) => JSON.stringify(value));
  if (is !== should) throw new Error(`${what}: expected ${should}, and found ${is}`);
}

/** What a server gets from a library that imitates a page there: one jar, one storage, for all. */
function imitatePage() {
  const storage = () => Object.assign(tokenStorage(), { removeItem() {} });
  const globals = { document: { cookie: "", addEventListener() {}, removeEventListener() {} }, sessionStorage: storage(), localStorage: storage() };
  for (const [name, value] of Object.entries({ ...globals, navigator: { userAgent: "Mozilla/5.0 (X11; Linux x86_64)" } })) {
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  }
}

for (const place of ["as it is", "with the globals of a page"]) {
  if (place !== "as it is") imitatePage();
  for (const [sentence, check] of Object.entries(sentences)) {
    try {
      await check();
    } catch (error) {
      throw new Error(`A server ${place}: ${sentence}: ${error.message}`, { cause: error });
    }
  }
}
console.log(await shop(api, (options) => createAuth(options).fetchWithAuth));
