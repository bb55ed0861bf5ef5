// Requests that show another address than the one they go to: the API's, and not the stranger's.
const own = (object, members) => {
  for (const name of Reflect.ownKeys(members)) Object.defineProperty(object, name, { value: members[name], configurable: true });
  return object;
};

/** Texts in turn; the last one from then on. */
const turns = (...texts) => ({ toString: () => (texts.length > 1 ? texts.shift() : texts[0]) });

/** By what they do: arguments of fetch. */
export const tricks = (good, evil) => {
  class Lying extends Request {
    get url() {
      return good;
    }
  }
  const tag = Symbol.toStringTag;
  return {
    "a url of its own": () => [own(new Request(evil), { url: good })],
    "a url of its own, with a body": () => [own(new Request(evil, { method: "POST", body: "text" }), { url: good })],
    "a url of a subclass": () => [new Lying(evil)],
    "a Proxy": () => [new Proxy(new Request(evil), { get: (of, name) => (name === "url" ? good : Reflect.get(of, name, of)) })],
    "a clone of its own": () => [own(new Request(evil), { url: good, clone: () => new Request(good) })],
    "another name for its kind": () => [own(new Request(evil), { url: good, toString: () => good, [tag]: "String" })],
    "a look-alike that says Request": () => [{ [tag]: "Request", url: good, headers: new Headers(), mode: "cors", clone: () => new Request(good), toString: () => evil }],
    "a look-alike with the prototype of Request": () => [Object.create(Request.prototype, { url: { value: good }, toString: { value: () => evil } })],
    "what inherits from a Request": () => [own(Object.create(new Request(good)), { url: good, toString: () => evil })],
    "a text that changes": () => [turns(good, evil)],
    "a text that changes, for a Request": () => [own(turns(good, evil), { [tag]: "Request", url: good })],
    "a URL with an href of its own": () => [own(new URL(evil), { href: good, origin: new URL(good).origin, protocol: "http:" })],
  };
};
