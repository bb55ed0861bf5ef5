// `npx fetch-with-auth-dev`: what a person who starts it gets.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { test } from "node:test";

import { createAuth } from "fetch-with-auth";

import { run, started, startedForProgram } from "./program.js";
import { myEmail, post, visitor, visitorToken } from "./wire.js";

const portOf = (origin) => new URL(origin).port;

test("it starts within a second, says how to use it, and Ctrl-C ends it", async () => {
  const { child, printed } = await started(["--port", "0"], "Ctrl-C ends it.");
  const milliseconds = Number(printed.match(/started in (\d+) ms/)[1]);
  console.log(`started in ${milliseconds} ms`);
  assert.ok(milliseconds < 1000, printed);
  const [, clientId, apiOrigin] = printed.match(/configure\(\{ clientId: '([0-9a-f-]{36})', apiOrigin: '(http:\/\/localhost:\d+)' \}\)/);
  assert.match(printed, /ada@example\.com/);
  assert.match(printed, /open-sesame/);
  const auth = createAuth({ clientId, apiOrigin });
  const { headers } = await (await auth.fetchWithAuth(`${apiOrigin}/echo`)).json();
  assert.match(headers.authorization, /^OauthNG\.JWS\./);
  child.kill("SIGINT");
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("its client ID is the same at every start, so that it can be committed", async () => {
  const [first, second] = [await startedForProgram(), await startedForProgram()];
  assert.equal(first.clientId, second.clientId);
  assert.notEqual(first.apiOrigin, second.apiOrigin);
});

test("Ada logs in with the documented password", async () => {
  const wix = await startedForProgram();
  const { json } = await post(wix.apiOrigin, "/iam/authentication/v2/login", { loginId: { email: "ada@example.com" }, password: "open-sesame" }, await visitorToken(wix));
  assert.equal(json.state, "SUCCESS");
  assert.equal(json.identity.email.address, "ada@example.com");
});

test("the code of an e-mail is read from the outbox, and completes a registration", async () => {
  const wix = await startedForProgram("--set", "emailVerification=true");
  const token = await visitorToken(wix);
  const { json } = await post(wix.apiOrigin, "/iam/authentication/v2/register", { loginId: { email: "eve@example.com" }, password: "secret-1" }, token);
  assert.equal(json.state, "REQUIRE_EMAIL_VERIFICATION");
  const { printed } = await run("outbox", "--port", portOf(wix.apiOrigin));
  const [, code] = printed.match(/^eve@example\.com {2}(\d{6})\n$/);
  const verified = await post(wix.apiOrigin, "/iam/verification/v1/auth/verify", { code, stateToken: json.stateToken }, token);
  assert.equal(verified.json.state, "SUCCESS");
});

test("a fault is switched on and off from another terminal, and at the start", async () => {
  const wix = await startedForProgram("--fault", "token=status");
  const port = portOf(wix.apiOrigin);
  assert.equal((await visitor(wix)).status, 503);
  assert.deepEqual(await run("fault", "token", "none", "--port", port), { printed: "", code: 0 });
  assert.equal((await visitor(wix)).status, 200);
  await run("fault", "token", "status", "--seconds", "600", "--status", "429", "--port", port);
  assert.equal((await visitor(wix)).status, 429);
  await run("fault", "anonymous", "wix_error", "--times", "1", "--port", port);
  assert.equal((await visitor(wix)).status, 400);
  assert.equal((await visitor(wix)).status, 200);
});

test("a setting is changed from another terminal", async () => {
  const wix = await startedForProgram();
  assert.equal((await run("set", "expiresIn=30", "--port", portOf(wix.apiOrigin))).code, 0);
  assert.equal((await visitor(wix)).json.expires_in, 30);
});

test("what nobody can mean is an error that says what is meant", async () => {
  const wix = await startedForProgram();
  const port = portOf(wix.apiOrigin);
  for (const [words, sentence] of [
    [["--prot", "1"], 'there is no option "prot"; do you mean port?'],
    [["strat"], 'there is no command "strat"; do you mean start?'],
    [["--port", "many"], '--port must be a number, and is "many"'],
    [["--port"], "--port needs a value"],
    [["--port", "70000"], "port must be a whole number from 0 to 65533, and is 70000"],
    [["--host", "0.0.0.0"], 'there is no host "0.0.0.0"; there are localhost, 127.0.0.1'],
    [["--set", "rotation"], 'a setting is written NAME=VALUE, and is "rotation"'],
    [["--json=1"], "--json takes no value"],
    [["start", "now"], '"now" means nothing here'],
    [["fault", "tokn", "cut", "--port", port], 'there is no name of a fault "tokn"; do you mean token?'],
    [["fault", "token", "cute", "--port", port], 'there is no kind of fault "cute"; do you mean cut?'],
    [["fault", "token"], "write: fault NAME KIND"],
    [["set"], "write: set NAME=VALUE"],
    [["set", "rotation"], 'a setting is written NAME=VALUE, and is "rotation"'],
    [["outbox", "all"], "write: outbox"],
  ]) {
    assert.deepEqual(await run(...words), { printed: `fetch-with-auth-dev: ${sentence}\n`, code: 2 }, words.join(" "));
  }
  const setting = await run("set", "rotatoin=rotate", "--port", port);
  assert.equal(setting.code, 1);
  assert.match(setting.printed, /unknown field `rotatoin`, expected one of `rotation`/);
});

test("a port that is in use, or that nobody listens on, is said to be", async () => {
  const { child, apiOrigin } = await startedForProgram();
  const port = portOf(apiOrigin);
  assert.deepEqual(await run("--port", port), { printed: `fetch-with-auth-dev: port ${port} is in use, and three from ${port} on are needed: choose another one, or 0 for free ones\n`, code: 1 });
  child.kill("SIGTERM");
  await once(child, "exit");
  assert.deepEqual(await run("outbox", "--port", port), { printed: `fetch-with-auth-dev: no local Wix responds at ${apiOrigin}: is it started, and on this port?\n`, code: 1 });
});

test("programs on other machines, and pages of the web, do not reach it", async () => {
  const { apiOrigin, wixOrigin, clientId } = await startedForProgram();
  const others = Object.values(networkInterfaces()).flat().filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of others) {
    const socket = connect(Number(portOf(apiOrigin)), address);
    const result = await new Promise((done) => socket.once("connect", () => done("connected")).once("error", ({ code }) => done(code)));
    socket.destroy();
    assert.equal(result, "ECONNREFUSED");
  }
  const status = async (url, headers) => (await fetch(url, { headers })).status;
  const control = `${apiOrigin}/_control/clients/${clientId}`;
  assert.equal(await status(control, { origin: "https://attacker.example" }), 403);
  assert.equal(await status(control, { origin: "null" }), 403);
  assert.equal(await status(control, { origin: "http://localhost:5173" }), 200);
  // By a name of somebody else's that leads to this machine.
  const [first] = await request(portOf(apiOrigin), "attacker.example");
  assert.equal(first, "HTTP/1.1 421 Misdirected Request");
  // What only the tests of this project need.
  for (const url of [`${wixOrigin}/forge`, `${apiOrigin}/_control/foreign`]) assert.equal(await status(url), 404, url);
});

async function request(port, host) {
  const socket = connect(Number(port), "127.0.0.1");
  socket.write(`GET / HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
  let text = "";
  for await (const piece of socket) text += piece;
  return text.split("\r\n");
}

test("a token of the control API is one of that member", async () => {
  const { apiOrigin, clientId } = await startedForProgram();
  const { json } = await post(apiOrigin, `/_control/clients/${clientId}/member`, { email: "grace@example.com" });
  assert.equal(await myEmail(apiOrigin, json.access_token), "grace@example.com");
});
