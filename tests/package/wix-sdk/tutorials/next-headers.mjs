// Next's cookies of the current request, as far as the fixtures use them.
import { AsyncLocalStorage } from "node:async_hooks";

// Each bundle has its copy of this file.
const current = (globalThis.cookiesOfRequest ??= new AsyncLocalStorage());

/** Runs a function within a request of a browser that has these cookies. */
export const inRequest = (jar, act) => current.run(jar, act);

export const cookies = async () => {
  const jar = current.getStore();
  return {
    get: (name) => jar.has(name) ? { name, value: jar.get(name) } : undefined,
    set: (name, value) => void jar.set(name, value),
    delete: (name) => void jar.delete(name),
  };
};
