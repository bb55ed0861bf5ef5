// What a signed call costs over a plain one. Runs in the page, which reports the result.
//
// Plain and signed batches alternate in one run, so that whatever slows the machine slows both,
// and each round gives one ratio and one difference. Another build may take part, as `beside`.

const parameters = new URLSearchParams(location.search);

// The module's memory, for the heap row: caught when it is instantiated.
const memories = [];
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...args) => {
  const result = await instantiate(...args);
  const { exports } = result.instance ?? result;
  memories.push(...Object.values(exports).filter((value) => value instanceof WebAssembly.Memory));
  return result;
};

const builds = { signed: (await import("/fetch-with-auth/index.js")).createAuth };
if (parameters.has("beside")) builds.beside = (await import("/beside/index.js")).createAuth;

const json = { "content-type": "application/json" };

// The network, stubbed: the same function responds to the plain calls and the signed ones.
const token = JSON.stringify({
  access_token: "OauthNG.JWS.stub",
  refresh_token: "JWS.stub",
  token_type: "Bearer",
  expires_in: 14400,
});
function stub(input) {
  const url = typeof input === "string" ? input : input.url;
  return Promise.resolve(
    url.endsWith("/oauth2/token") ? new Response(token, { headers: json }) : new Response(null),
  );
}

// The same, but reading what it is given as fetch itself has to.
function readingStub(input, init) {
  return stub(new Request(input, init));
}

const body = JSON.stringify({ id: "mug", quantity: 2, note: "a small order" });
const post = () => ({
  method: "POST",
  headers: { "content-type": "application/json", "x-shop": "bench" },
  body,
});

const form = () => {
  const body = new FormData();
  body.append("id", "mug");
  body.append("note", "a small order");
  return { method: "POST", body };
};

const stubbed = (network) => (createAuth) =>
  createAuth({ clientId: `bench ${crypto.randomUUID()}`, fetch: network }).fetchWithAuth;

// The token comes from the stand-in, the responses from the page's origin: no preflight in the way.
const client = await fetch(`${parameters.get("api")}/_control/clients`, {
  method: "POST",
  headers: json,
  body: "{}",
}).then((response) => response.json());

const onLoopback = (createAuth) =>
  createAuth({ clientId: client.clientId, apiOrigin: parameters.get("api") }).fetchWithAuth;

const drained = async (response) => (await response).arrayBuffer();
const kinds = {
  stub: {
    batch: 500,
    rounds: 300,
    plain: stub,
    sign: stubbed(stub),
    call: (f) => f("/echo"),
  },
  "stub, headers and JSON body": {
    batch: 500,
    rounds: 300,
    plain: stub,
    sign: stubbed(stub),
    call: (f) => f("/echo", post()),
  },
  "stub, form": {
    batch: 500,
    rounds: 100,
    plain: stub,
    sign: stubbed(stub),
    call: (f) => f("/echo", form()),
  },
  "stub that reads its request, headers and JSON body": {
    batch: 500,
    rounds: 100,
    plain: readingStub,
    sign: stubbed(readingStub),
    call: (f) => f("/echo", post()),
  },
  "loopback network": {
    batch: 20,
    rounds: 60,
    plain: fetch.bind(globalThis),
    sign: onLoopback,
    call: (f) => drained(f("/echo")),
  },
};

async function batch(kind, f) {
  const start = performance.now();
  for (let i = 0; i < kind.batch; i++) await kind.call(f);
  return ((performance.now() - start) * 1000) / kind.batch;
}

async function compare(kind) {
  const calls = { plain: kind.plain };
  for (const [name, createAuth] of Object.entries(builds)) calls[name] = kind.sign(createAuth);
  const names = Object.keys(calls);
  for (let i = 0; i < 5; i++) for (const name of names) await batch(kind, calls[name]);
  const rounds = [];
  for (let i = 0; i < kind.rounds; i++) {
    // Another one is first in each round, and none is always the one that runs after another.
    const order = [...names.slice(i % names.length), ...names.slice(0, i % names.length)];
    if (i % 2) order.reverse();
    const round = {};
    for (const name of order) round[name] = await batch(kind, calls[name]);
    rounds.push(round);
  }
  const of = (figure) => summary(rounds.map(figure));
  const row = {
    plain: of(({ plain }) => plain),
    ratio: of(({ plain, signed }) => signed / plain),
    difference: of(({ plain, signed }) => signed - plain),
  };
  if (builds.beside) {
    row.beside = {
      difference: of(({ plain, beside }) => beside - plain),
      ratio: of(({ signed, beside }) => signed / beside),
      more: of(({ signed, beside }) => signed - beside),
    };
  }
  return row;
}

function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return { min: at(0), lower: at(0.25), median: at(0.5), upper: at(0.75), max: at(1) };
}

// Bytes that 20,000 calls leave behind after garbage collection, JavaScript and module memory apart.
async function heap(name, f) {
  const held = async () => {
    for (let i = 0; i < 5; i++) {
      gc();
      await new Promise((done) => setTimeout(done, 20));
    }
    return performance.memory.usedJSHeapSize;
  };
  const pages = () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  for (let i = 0; i < 2000; i++) await f("/echo", post());
  const before = { js: await held(), wasm: pages() };
  const calls = 20000;
  for (let i = 0; i < calls; i++) await f("/echo", post());
  const after = { js: await held(), wasm: pages() };
  return { name, calls, js: after.js - before.js, wasm: after.wasm - before.wasm, module: after.wasm };
}

const report = (value) => fetch("/report", { method: "POST", body: JSON.stringify(value) });

try {
  const rows = [];
  for (const [name, kind] of Object.entries(kinds)) rows.push({ name, ...(await compare(kind)) });
  const heaps = [await heap("plain", stub), await heap("signed", stubbed(stub)(builds.signed))];
  await report({ rows, heaps });
} catch (error) {
  await report({ failure: `${error.name}: ${error.message} ${error.stack}` });
}
