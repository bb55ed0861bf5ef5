// What the library left in IndexedDB, read and written behind its back.

export async function stored(clientId) {
  if (!(await indexedDB.databases()).some(({ name }) => name === DATABASE)) return undefined;
  return inStore("readonly", (store) => store.get(clientId));
}

/** The database must exist already: its version is the library's business. */
export const store = (clientId, value) => inStore("readwrite", (records) => records.put(value, clientId));

export const forget = (clientId) => inStore("readwrite", (records) => records.delete(clientId));

async function inStore(mode, act) {
  const database = await settled(indexedDB.open(DATABASE));
  try {
    return await settled(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

const settled = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
    request.onblocked = () => failed(new Error("blocked"));
  });

const DATABASE = "fetch-with-auth";
const STORE = "records";
