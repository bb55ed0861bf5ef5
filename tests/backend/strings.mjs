// What a test pulls that no page could: at /backend/<client ID>/_<name>.
import { elevate, fetchWithAuth, getContext } from "fetch-with-auth/backend";

export const strings = {
  _events: (request, { events }) => Response.json(events),
  _asked: (request, { asked }) => Response.json(asked),

  /** Many requests in one moment, which browsers would send six at a time. */
  _together: async (request, { base, answer }) => {
    const all = (await request.json()).map(async ({ path, token, body = [] }) => {
      const headers = { "content-type": "application/json", authorization: token };
      const result = await answer(new Request(new URL(base + path, request.url), { method: "POST", headers, body: JSON.stringify(body) }));
      return { status: result.status, json: await result.json() };
    });
    return Response.json(await Promise.all(all));
  },

  /** A body that does not say how much it is, in pieces of a thousand; and how much of it was taken. */
  _stream: async (request, { base, answer }) => {
    const { path, token, bytes } = await request.json();
    let taken = 0;
    const piece = (text) => new TextEncoder().encode(text);
    const body = new ReadableStream({
      pull(controller) {
        if (taken >= bytes) return controller.close();
        controller.enqueue(piece((taken ? "" : '["') + "x".repeat(taken ? 1000 : 998)));
        taken += 1000;
        if (taken >= bytes) controller.enqueue(piece('"]'));
      },
    }, { highWaterMark: 0 });
    const headers = { "content-type": "application/json", authorization: token };
    const result = await answer(new Request(new URL(base + path, request.url), { method: "POST", headers, body, duplex: "half" }));
    return Response.json({ status: result.status, json: await result.json(), taken });
  },

  /** What is asked of where nobody's request is answered: values, or codes. */
  _outside: async (request, { api, backend }) => {
    const [memberId, email] = await request.json();
    const asks = {
      elevate: () => elevate(fetchWithAuth)(`${api}/echo`),
      fetch: () => fetchWithAuth(`${api}/echo`),
      context: () => getContext(),
      tokens: () => backend.getMemberTokensForExternalLogin(memberId),
      session: () => backend.getMemberTokensForExternalLoginWithSession(email),
    };
    const result = Object.entries(asks).map(async ([name, ask]) => {
      try {
        return [name, await ask()];
      } catch (error) {
        return [name, error.code ?? String(error)];
      }
    });
    return Response.json(Object.fromEntries(await Promise.all(result)));
  },
};
