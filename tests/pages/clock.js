// The wall clock, moved by hand for one test.

export function clock(t) {
  const own = Date.now;
  let skew = 0;
  Date.now = () => own.call(Date) + skew;
  t.after(() => (Date.now = own));
  return { forward: (seconds) => (skew += seconds * 1000) };
}

export const HOUR = 3600;
export const DAY = 24 * HOUR;
