// What a signed call costs over a plain one. Runs in the page; the listener hears the result.
//
// Plain and signed batches alternate in one run, so that whatever slows the machine slows both,
// and each pair of neighbours gives one ratio and one difference.

const asked = new URLSearchParams(location.search);

// The module's memory, for the heap row: caught when it is instantiated.
const memories = [];
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...args) => {
  const result = await instantiate(...args);
  const memory = (result.instance ?? result).exports.memory;
  if (memory) memories.push(memory);
  return result;
};

const { createAuth } = await import("/fetch-with-auth/dist/index.js");

const json = { "content-type": "application/json" };

// The network, stubbed: the same function answers the plain calls and the signed ones.
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

function stubbed(network) {
  const auth = createAuth({ clientId: `bench ${crypto.randomUUID()}`, fetch: network });
  return auth.fetchWithAuth;
}

// The token comes from the stand-in, the answers from the page's own origin: no preflight in the way.
const client = await fetch(`${asked.get("api")}/_control/clients`, {
  method: "POST",
  headers: json,
  body: "{}",
}).then((response) => response.json());

function onLoopback() {
  const auth = createAuth({ clientId: client.clientId, apiOrigin: asked.get("api") });
  return auth.fetchWithAuth;
}

const drained = async (response) => (await response).arrayBuffer();
const kinds = {
  stub: {
    batch: 500,
    pairs: 300,
    plain: stub,
    signed: stubbed(stub),
    call: (f) => f("/echo"),
  },
  "stub, headers and JSON body": {
    batch: 500,
    pairs: 300,
    plain: stub,
    signed: stubbed(stub),
    call: (f) => f("/echo", post()),
  },
  "stub that reads its request, headers and JSON body": {
    batch: 500,
    pairs: 100,
    plain: readingStub,
    signed: stubbed(readingStub),
    call: (f) => f("/echo", post()),
  },
  "loopback network": {
    batch: 20,
    pairs: 60,
    plain: fetch.bind(globalThis),
    signed: onLoopback(),
    call: (f) => drained(f("/echo")),
  },
};

async function batch(kind, f) {
  const start = performance.now();
  for (let i = 0; i < kind.batch; i++) await kind.call(f);
  return ((performance.now() - start) * 1000) / kind.batch;
}

async function compare(kind) {
  for (let i = 0; i < 5; i++) {
    await batch(kind, kind.plain);
    await batch(kind, kind.signed);
  }
  const ratios = [];
  const differences = [];
  const plains = [];
  for (let i = 0; i < kind.pairs; i++) {
    // Every other pair the other way round: neither is always the one that runs after the other.
    let one, other;
    if (i % 2) {
      one = await batch(kind, kind.plain);
      other = await batch(kind, kind.signed);
    } else {
      other = await batch(kind, kind.signed);
      one = await batch(kind, kind.plain);
    }
    plains.push(one);
    ratios.push(other / one);
    differences.push(other - one);
  }
  return { plain: summary(plains), ratio: summary(ratios), difference: summary(differences) };
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
  const heaps = [await heap("plain", stub), await heap("signed", stubbed(stub))];
  await report({ rows, heaps });
} catch (error) {
  await report({ failure: `${error.name}: ${error.message} ${error.stack}` });
}
