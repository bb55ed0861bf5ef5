/**
 * A fetch that counts what passes through it and hands it on as it is.
 * It looks at addresses, methods, statuses and clocks: never at a header or a body.
 */
export function countRequests(tokenEndpoint, report) {
  const counts = { requests: 0, tokenRequests: 0 };

  async function countingFetch(input, init) {
    const address = new URL(input instanceof Request ? input.url : input, location.href);
    const forToken = address.origin + address.pathname === tokenEndpoint;
    const event = {
      forToken,
      method: init?.method ?? input.method ?? "GET",
      path: address.pathname,
      status: undefined,
    };
    forToken ? (counts.tokenRequests += 1) : (counts.requests += 1);
    report(event, counts);

    const start = performance.now();
    const responded = (status) => {
      report({ ...event, status, ms: Math.round(performance.now() - start) }, counts);
    };
    try {
      const response = await fetch(input, init);
      responded(response.status);
      return response;
    } catch (error) {
      responded(0);
      throw error;
    }
  }

  return { fetch: countingFetch, counts };
}
