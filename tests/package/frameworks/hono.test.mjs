// Hono: its HTTPException reaches app.onError, with and without a Response of its own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { Permissions, elevate, fetchWithAuth } from "fetch-with-auth/backend";

import { API, APP_TOKEN, backend, events } from "./backend.js";

const headers = { authorization: "ann" };

/** An app whose one handler does this; what it answers, and what its onError was given. */
async function answerOf(handler, onError) {
  const app = new Hono();
  const given = [];
  if (onError) app.onError((error, context) => (given.push(error), onError(error, context)));
  const serve = backend.api(Permissions.SiteMember, handler);
  app.get("/", (context) => serve(context.req.raw));
  const { status, headers: answered, body } = await app.request("/", { headers });
  return { status, tag: answered.get("x-a"), text: body ? await new Response(body).text().catch(() => "failed") : "", given };
}

const tokenOfApp = async () => (await (await elevate(async () => fetchWithAuth(`${API}/x`))()).json()).authorization;

const thrower = (make) => async () => {
  throw await make();
};

test("Hono: an HTTPException is answered as Hono answers it", async () => {
  const answers = [
    [() => new HTTPException(401, { message: "go away" }), { status: 401, tag: null, text: "go away" }],
    [() => new HTTPException(418, { res: new Response("a teapot", { headers: { "x-a": "b" } }) }), { status: 418, tag: "b", text: "a teapot" }],
    [() => new HTTPException(404, { res: new Response(null, { headers: { "x-a": "b" } }) }), { status: 404, tag: "b", text: "" }],
  ];
  for (const [make, expected] of answers) {
    const { given, ...answer } = await answerOf(thrower(make));
    assert.deepEqual(answer, expected);
    const { type, status } = events.at(-1);
    assert.deepEqual([type, status], ["answered", expected.status]);
  }
});

test("Hono: app.onError gets that very exception, and nothing else that is thrown", async () => {
  const own = new HTTPException(403, { message: "not here", cause: "why" });
  const onError = (error, context) => context.json({ own: error.message }, error.status);
  const { status, text, given } = await answerOf(thrower(() => own), onError);
  assert.deepEqual([status, text, given], [403, '{"own":"not here"}', [own]]);
  const broken = await answerOf(thrower(() => new Error("a detail of the server")), onError);
  assert.deepEqual([broken.status, broken.text, broken.given], [500, '{"error":{"code":"internal","message":"Internal error."}}', []]);
});

const SECRET = {
  "its message": async () => new HTTPException(400, { message: await tokenOfApp() }),
  "a header of its Response": async () => new HTTPException(400, { res: new Response("x", { headers: { "x-a": await tokenOfApp() } }) }),
  "the body of its Response": async () => new HTTPException(400, { res: new Response(await tokenOfApp()) }),
  "a stream of its Response": async () => {
    const token = await tokenOfApp();
    return new HTTPException(400, { res: new Response(new ReadableStream({
      async pull(controller) {
        await new Promise((done) => setImmediate(done));
        controller.enqueue(new TextEncoder().encode(token));
        controller.close();
      },
    })) });
  },
};

for (const [where, make] of Object.entries(SECRET)) {
  test(`Hono: the app's token does not arrive in an HTTPException: ${where}`, async () => {
    const { status, tag, text } = await answerOf(thrower(make));
    assert.ok(!`${tag}${text}`.includes(APP_TOKEN), text);
    assert.ok(status === 500 || text === "failed", `${status} ${text}`);
  });
}
