// Assertions: each says what it expected and what it got.

/** Deeply equal, as JSON writes it. */
export function equal(actual, expected, what = "value") {
  const [got, wanted] = [JSON.stringify(sorted(actual)), JSON.stringify(sorted(expected))];
  if (got !== wanted) throw new Error(`${what}: expected ${wanted}, got ${got}`);
}

/** The very same value. */
export function same(actual, expected, what = "value") {
  if (!Object.is(actual, expected)) throw new Error(`${what}: expected the very ${show(expected)}, got ${show(actual)}`);
}

export function ok(condition, what) {
  if (!condition) throw new Error(`expected: ${what}`);
}

/** What a promise rejects with; that it rejects at all, and that it is a promise, is asserted. */
export async function reason(promise, what = "the call") {
  ok(promise instanceof Promise, `${what} returns a promise, got ${show(promise)}`);
  let value;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`${what} should have been rejected, got ${show(value)}`);
}

/** The AuthError with that code which a promise rejects with. */
export async function refused(promise, code, what = "the call") {
  const error = await reason(promise, what);
  ok(error instanceof Error, `${what} rejects with an Error, got ${show(error)}`);
  equal([error.name, error.code], ["AuthError", code], `${what} (${error.message}${error.cause?.stack ?? ""})`);
  return error;
}

/** The AuthError with that code which a function throws. */
export function thrown(run, code, what = "the call") {
  let value;
  try {
    value = run();
  } catch (error) {
    equal([error?.name, error?.code], ["AuthError", code], `${what} (${error?.message})`);
    return error;
  }
  throw new Error(`${what} should have thrown, got ${show(value)}`);
}

/** Polls until the condition holds: a deadline, not a sleep. */
export async function until(condition, what, limit = 10_000) {
  const end = performance.now() + limit;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error(`within ${limit / 1000} s: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

function show(value) {
  if (value instanceof Error || value instanceof DOMException) return `${value.name}: ${value.message}`;
  if (value instanceof Response) return `Response ${value.status} ${value.type}`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === undefined) return "(undefined)";
  if (typeof value === "number" && !Number.isFinite(value)) return `(${value})`;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
