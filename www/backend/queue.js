/** One after the other for each name, and side by side for different ones. */
export function inTurn(name, work) {
  const mine = (last.get(name) ?? Promise.resolve()).then(work);
  const end = mine.catch(() => {}).then(() => {
    if (last.get(name) === end) last.delete(name);
  });
  last.set(name, end);
  return mine;
}

/**
 * In the memory of one process, as everything here. A shop on several machines
 * would have a lock in its database.
 */
const last = new Map();
