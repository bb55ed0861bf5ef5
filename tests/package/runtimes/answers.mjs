// What every build of src/index.js must say, asked by this function, which takes what fetch takes.
import assert from "node:assert/strict";

export async function answers(fetch) {
  const post = async (method, headers) => {
    const answer = await fetch(`http://shop.example/api/shop/${method}`, { method: "POST", body: "[]", headers });
    return [answer.status, await answer.text()];
  };
  const signed = async (how) => JSON.parse(await (await fetch(`http://shop.example/signed/${how}`)).text());
  const headers = { "content-type": "application/json" };
  assert.equal((await post("who", headers))[0], 401);
  assert.deepEqual(await post("who", { ...headers, authorization: "ann" }), [200, '{"result":"ann"}']);
  assert.deepEqual(await post("elevated", { ...headers, authorization: "ann" }), [200, '{"result":true}']);
  assert.deepEqual(await signed("visitor"), { authorization: "a-visitor" });
  assert.equal(await signed("demand"), "VISITOR");
  assert.equal(await signed("sdk"), "a-visitor");
}
