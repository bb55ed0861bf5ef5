// Whatever JavaScript can throw, made anew each time; and the places at which it can be thrown.
import { Permissions, WebMethodError, elevate, webMethod } from "fetch-with-auth/backend";

import { open } from "./shop.mjs";

const refuse = () => {
  throw new Error("a trap");
};
const withGetter = (value, name) => Object.defineProperty(value, name, { get: refuse, configurable: true, enumerable: true });
const handled = (promise) => (promise.catch(() => {}), promise);
const TRAPS = ["apply", "construct", "defineProperty", "deleteProperty", "get", "getOwnPropertyDescriptor", "getPrototypeOf", "has", "isExtensible", "ownKeys", "preventExtensions", "set", "setPrototypeOf"];

export const THROWN = {
  undefined: () => undefined,
  null: () => null,
  "true": () => true,
  "a number": () => 0,
  "NaN": () => NaN,
  "a bigint": () => 10n,
  "a text": () => "a text",
  "half an emoji": () => "\ud83d",
  "a symbol": () => Symbol("a symbol"),
  "a function": () => () => {},
  "a function without a name": () => Object.defineProperty(() => {}, "name", { get: refuse }),
  "an object": () => ({}),
  "an object without a prototype": () => Object.create(null),
  "an object that converts to nothing": () => JSON.parse('{"toString":1,"valueOf":1}'),
  "an object whose toString throws": () => ({ toString: refuse, [Symbol.toPrimitive]: refuse }),
  "an object whose tag throws": () => withGetter({}, Symbol.toStringTag),
  "an object that cannot be inspected": () => ({ [Symbol.for("nodejs.util.inspect.custom")]: refuse }),
  "an object whose toJSON throws": () => ({ toJSON: refuse }),
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  "a revoked proxy of a function": () => {
    const { proxy, revoke } = Proxy.revocable(() => {}, {});
    revoke();
    return proxy;
  },
  "a proxy whose traps throw": () => new Proxy(() => {}, Object.fromEntries(TRAPS.map((trap) => [trap, refuse]))),
  "a proxy of an error": () => new Proxy(new Error("proxied"), {}),
  "a list with holes": () => [, 1, , 2],
  "a list without end": () => {
    const list = [];
    list.push(list);
    return list;
  },
  "an error": () => new Error("broken"),
  "an error without a prototype": () => Object.setPrototypeOf(new Error("broken"), null),
  "a frozen error": () => Object.freeze(new TypeError("broken")),
  "a DOMException": () => new DOMException("broken", "AbortError"),
  "an error with a circle of causes": () => {
    const first = new Error("first");
    first.cause = new Error("second", { cause: first });
    return first;
  },
  "an error with a thousand causes": () => {
    let error = new Error("last");
    for (let count = 0; count < 1000; count++) error = new Error("before", { cause: error });
    return error;
  },
  "an error whose cause is no object": () => new Error("broken", { cause: Symbol("cause") }),
  "an error whose cause has no prototype": () => new Error("broken", { cause: Object.create(null) }),
  "an AggregateError of these": () => new AggregateError([Object.create(null), Symbol("x"), withGetter(new Error("x"), "stack"), undefined], "many"),
  "an AggregateError that contains itself": () => {
    const error = new AggregateError([], "many");
    error.errors.push(error);
    return error;
  },
  "an error as long as a book": () => new Error("x".repeat(3_000_000)),
  ...Object.fromEntries(
    ["stack", "message", "name", "cause", "code", "status", "errors", "constructor", "toResponse", "getResponse", "then", "toString", "toJSON", Symbol.toPrimitive, Symbol.toStringTag].map(
      (name) => [`an error whose ${String(name)} throws`, () => withGetter(new Error("broken"), name)],
    ),
  ),
  "an error whose stack is a symbol": () => Object.assign(new Error("broken"), { stack: Symbol("stack") }),
  "an error whose message is an object without a prototype": () => Object.assign(new Error("broken"), { message: Object.create(null) }),
  ...Object.fromEntries(
    Object.entries({
      "throws": refuse, "is none": 5, "answers undefined": () => undefined, "answers a text": () => "text",
      "answers a promise that rejects": () => handled(Promise.reject(new Error("late"))),
      "answers a Response that was read": () => {
        const response = new Response("read");
        response.text();
        return response;
      },
    }).flatMap(([what, toResponse]) => [
      [`a BackendError whose toResponse ${what}`, () => Object.assign(new Error("x"), { name: "BackendError", code: "not_found", toResponse })],
      [`an exception whose getResponse ${what}`, () => Object.assign(new Error("x"), { getResponse: toResponse })],
    ]),
  ),
  ...Object.fromEntries(
    ["digest", "res", "location", "body"].flatMap((name) => [
      [`an error whose ${name} throws`, () => withGetter(Object.assign(new Error("broken"), { status: 404 }), name)],
      [`an instance whose ${name} throws`, () => withGetter(Object.assign(new (class Redirect {})(), { status: 303 }), name)],
    ]),
  ),
  "an instance whose body has no end": () => {
    const body = { message: "x" };
    return Object.assign(new (class HttpError {})(), { status: 404, body: Object.assign(body, { body }) });
  },
  "a WebMethodError with another status": () => Object.assign(new WebMethodError("code", "message"), { status: 1e9 }),
  "a WebMethodError whose code is a symbol": () => Object.assign(new WebMethodError("code", "message"), { code: Symbol("code") }),
  "a WebMethodError whose message is a circle": () => {
    const error = new WebMethodError("code", "message");
    error.message = { error };
    return error;
  },
  "a promise": () => Promise.resolve(5),
  "a promise that rejects": () => handled(Promise.reject(Object.create(null))),
  "a thenable whose then throws": () => ({ then: refuse }),
  "a thenable whose then cannot be read": () => withGetter({}, "then"),
  "a thenable that rejects with a symbol": () => ({ then: (resolve, reject) => reject(Symbol("rejected")) }),
  "a thenable that answers twice": () => ({
    then(resolve, reject) {
      resolve(1);
      reject(2);
      throw new Error("3");
    },
  }),
  "a Response": () => new Response("a Response"),
  "a Response that was read": () => {
    const response = new Response("read");
    response.text();
    return response;
  },
  "a Response that somebody reads": () => {
    const response = new Response("read");
    response.body.getReader();
    return response;
  },
  "a Response of no network": () => Response.error(),
  ...Object.fromEntries(
    ["status", "headers", "body", "statusText", "then", "text"].map((name) => [`a Response whose ${name} throws`, () => withGetter(new Response("x"), name)]),
  ),
  "what only looks like a Response": () => ({ status: 200, headers: new Headers(), text: async () => "", body: 5, [Symbol.toStringTag]: "Response" }),
  "a Response with a status of its own": () => ({ status: 99, statusText: Symbol("x"), headers: { get: () => null, [Symbol.iterator]: refuse }, text: refuse, body: null, [Symbol.toStringTag]: "Response" }),
  "a thousand levels": () => {
    let value = {};
    for (let count = 0; count < 100_000; count++) value = { value };
    return value;
  },
  "an endless iterator": () => ({ *[Symbol.iterator]() { for (;;) yield 1; } }),
  "a map of itself": () => {
    const map = new Map();
    return map.set(map, new Set([map]));
  },
};

const throwing = (make) => () => {
  throw make();
};
const streamOf = (source) => new Response(new ReadableStream(source));
const one = (fn, permission = Permissions.Anyone) => ({ shop: { method: webMethod(permission, fn) } });
const api = (handler, { permission = Permissions.Anyone, ...options } = {}) => open(options).backend.api(permission, handler);
const handle = (fn, permission) => open().backend.handle(one(fn, permission));
const fine = () => new Response("fine");

/** By what is done there with what is made: a function that is given the maker, and answers requests. */
export const PLACES = {
  "a handler throws": (make) => api(throwing(make)),
  "a handler rejects with": (make) => api(async () => throwing(make)()),
  "a handler answers": (make) => api(make),
  "a handler resolves to": (make) => api(async () => make()),
  "a handler's thenable throws": (make) => api(() => ({ then: throwing(make) })),
  "a handler's thenable rejects with": (make) => api(() => ({ then: (resolve, reject) => reject(make()) })),
  "an elevated function throws": (make) => api(() => elevate(throwing(make))()),
  "an elevated function answers": (make) => api(() => elevate(make)()),
  "a handler without a log throws": (make) => api(throwing(make), { log: undefined }),
  "the name of a handler throws": (make) => api(Object.defineProperty(throwing(make), "name", { get: throwing(make) })),
  "the name of a handler is": (make) => api(Object.defineProperty(throwing(make), "name", { value: make() })),
  "a permission throws": (make) => api(fine, { permission: throwing(make) }),
  "a permission rejects with": (make) => api(fine, { permission: async () => throwing(make)() }),
  "a permission answers": (make) => api(fine, { permission: make }),
  "a permission's thenable throws": (make) => api(fine, { permission: () => ({ then: throwing(make) }) }),
  "a web method's permission throws": (make) => handle(() => 1, throwing(make)),
  "sites throws": (make) => api(fine, { sites: throwing(make) }),
  "sites answers": (make) => api(fine, { sites: make }),
  "sites' thenable throws": (make) => api(fine, { sites: () => ({ then: throwing(make) }) }),
  "a log throws": (make) => api(fine, { log: throwing(make) }),
  "a log throws of a failure": (make) => api(throwing(make), { log: throwing(make) }),
  "a log rejects with": (make) => api(throwing(make), { log: async () => throwing(make)() }),
  "a log answers": (make) => api(fine, { log: make }),
  "a log's thenable throws": (make) => api(fine, { log: () => ({ then: throwing(make) }) }),
  "a web method throws": (make) => handle(throwing(make)),
  "a web method rejects with": (make) => handle(async () => throwing(make)()),
  "a web method answers": (make) => handle(make),
  "a web method answers a list with": (make) => handle(() => [make()]),
  "toJSON throws": (make) => handle(() => ({ toJSON: throwing(make) })),
  "toJSON answers": (make) => handle(() => ({ toJSON: make })),
  "a getter of a result throws": (make) => handle(() => ({ get value() { return throwing(make)(); } })),
  "a stream fails at its start": (make) => api(() => streamOf({ start: throwing(make) })),
  "a stream starts with a rejection": (make) => api(() => streamOf({ start: async () => throwing(make)() })),
  "a stream fails at its first pull": (make) => api(() => streamOf({ pull: throwing(make) })),
  "a stream fails in the middle": (make) => {
    let pulled = 0;
    return api(() => streamOf({
      async pull(controller) {
        await new Promise((done) => setImmediate(done));
        if (pulled++) throw make();
        controller.enqueue(new Uint8Array(9));
      },
    }));
  },
  "a stream of an elevated answer fails": (make) => api(async () => {
    await elevate(async () => {})();
    return streamOf({ pull: throwing(make) });
  }),
  "a stream has a piece that is": (make) => api(() => streamOf({
    start(controller) {
      controller.enqueue(make());
      controller.close();
    },
  })),
  "an async iterator throws": (make) => api(() => new Response((async function* () {
    yield new Uint8Array(1);
    throw make();
  })())),
  "an elevated generator throws": (make) => api(() => elevate(async function* () {
    throw make();
  })()),
  ...Object.fromEntries(["headers", "url", "method", "body", "text"].map((name) => [
    `the ${name} of a request throws`,
    (make) => (given) => {
      const hostile = Object.defineProperty(given, name, { get: throwing(make) });
      return handle(() => 1)(hostile);
    },
  ])),
  "the request of an endpoint is": (make) => () => api(fine)(make()),
  "the request of a service is": (make) => () => handle(() => 1)(make()),
  "a Headers throws": (make) => (given) => api(fine)(Object.defineProperty(given, "headers", { value: { get: throwing(make), has: throwing(make) } })),
  "an Authorization is": (make) => (given) => api(fine)(Object.defineProperty(given, "headers", { value: { get: make } })),
  "fetch throws": (make) => api(fine, { fetch: throwing(make) }),
  "fetch rejects with": (make) => api(fine, { fetch: async () => throwing(make)() }),
  "fetch answers": (make) => api(fine, { fetch: async () => make() }),
};

/** Every place with everything. */
export function* everything() {
  for (const [place, prepare] of Object.entries(PLACES)) {
    for (const [what, make] of Object.entries(THROWN)) yield { sentence: `${place}: ${what}`, prepare: () => prepare(make) };
  }
}

