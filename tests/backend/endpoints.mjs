// API endpoints: one for each permission, and those that try what they must not.
import { Permissions, elevate, fetchWithAuth } from "fetch-with-auth/backend";

import { increment, pause, subject } from "./calls.mjs";
import { tricks } from "./tricks.mjs";

export const endpoints = (api, backend) => {
  const anyone = (handler) => backend.api(Permissions.Anyone, handler);
  const identity = (request, { identity }) => Response.json(identity);
  const echo = elevate(() => fetchWithAuth(`${api}/echo`));
  const token = async () => (await (await echo()).json()).headers.authorization;
  return {
    anyone: anyone(identity),
    member: backend.api(Permissions.SiteMember, identity),
    admin: backend.api(Permissions.Admin, identity),
    even: backend.api(async ({ type }) => type !== "visitor", identity),
    restock: backend.api(Permissions.SiteMember, async (request) => Response.json({ status: await elevate(increment)(api, await request.text()) })),

    breaks: anyone(() => {
      throw new Error("a secret of the server's");
    }),
    html: anyone(() => new Response("<!doctype html><title>welcome</title>", { headers: { "content-type": "text/html" } })),
    empty: anyone(() => new Response("")),

    /** Where each trick led to, as the caller and as the app: an origin, or why not. */
    tricks: anyone(async (request) => {
      const all = tricks(`${api}/echo`, `${await request.text()}/echo`);
      const outcomes = [];
      for (const [who, call] of Object.entries({ caller: fetchWithAuth, app: elevate(fetchWithAuth) })) {
        for (const [what, make] of Object.entries(all)) {
          const led = async () => {
            const answer = await call(...make());
            await answer.body?.cancel();
            return new URL(answer.url).origin;
          };
          outcomes.push([who, what, await led().catch((error) => (error instanceof TypeError ? error.name : error.code))]);
        }
      }
      return Response.json(outcomes);
    }),

    leaks: anyone(() => echo()),
    "leaks-slowly": anyone(async () => new Response(slowly(await (await echo()).text()))),
    "leaks-encoded": anyone(async () => new Response(await (await echo()).text(), { headers: { "content-encoding": "identity" } })),
    "leaks-in-a-header": anyone(async () => new Response(null, { headers: { "x-result": await token() } })),
    "breaks-with-it": anyone(async () => {
      throw new Error("no good", { cause: new Error(`what Wix said: ${await token()}`) });
    }),
    throws: anyone(async () => {
      throw await echo();
    }),
    /** Tells, when its handler has long ended, what became of an elevation that it began then. */
    lingers: backend.api(Permissions.SiteMember, async (request) => {
      const id = await request.text();
      const { readable, writable } = new TransformStream();
      const writer = writable.getWriter();
      pause(30)
        .then(() => elevate(increment)(api, id))
        .catch((error) => error.code)
        .then((result) => writer.write(new TextEncoder().encode(result)))
        .then(() => writer.close());
      return new Response(readable);
    }),

    /** Asks three times, while its answer is read, whom Wix takes it for. */
    streams: anyone(() => {
      let left = 3;
      return new Response(new ReadableStream({
        async pull(controller) {
          if (!left--) return controller.close();
          const { subjectType, subjectId } = await subject(api);
          controller.enqueue(new TextEncoder().encode(`${subjectType} ${subjectId}\n`));
        },
      }));
    }),

    tokens: anyone(async (request) => Response.json(await backend.getMemberTokensForExternalLogin(await request.text()))),
    session: anyone(async (request) => Response.json(await backend.getMemberTokensForExternalLoginWithSession(await request.text()))),
  };
};

/** A body in pieces of seven bytes. */
function slowly(text) {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += 7)));
    },
  });
}
