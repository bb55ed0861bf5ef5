// Makes a page's first call and reports when its response had been read.

const parameters = new URLSearchParams(location.search);

/** The origin of the token endpoint. */
export const api = parameters.get("api");

/** Calls `fetch` as `call` signs it. */
export async function report(call, isSigned = true) {
  const report = {};
  try {
    const response = await call(`${location.origin}/echo`);
    const { authorization } = await response.json();
    report.wall = performance.now();
    if (authorization !== isSigned) throw new Error(`signed: ${authorization}`);
  } catch (error) {
    report.failure = `${error.name} ${error.code ?? ""}: ${error.message} ${error.stack}`;
  }
  await fetch("/report", { method: "POST", body: JSON.stringify(report) });
}

/** A call with this token, for clients that do not fetch themselves. */
export const withToken = (token) => (url) => fetch(url, { headers: { authorization: `Bearer ${token}` } });
