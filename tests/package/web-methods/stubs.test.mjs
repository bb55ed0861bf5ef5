// Which exports of a web module become methods, and which modules are refused.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { rollup, vite } from "fetch-with-auth/vite";

const folder = await mkdtemp(resolve("modules-"));
after(() => rm(folder, { recursive: true }));

const write = async (path, source) => {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, source);
  return file;
};

const load = (id, plugin = rollup()) => plugin.load.handler.call({}, id);

let count = 0;
const methods = async (source, end = "js") => {
  const { code } = await load(await write(`module-${++count}.web.${end}`, source));
  const [, list] = /export \{ (.*) \}/.exec(code) ?? [];
  return list?.split(", ").map((entry) => entry.replace(/^method\d+ as /, "")) ?? [];
};

const FORMS = [
  ["A const is a method", "export const a = 1", ["a"]],
  ["A function is a method", "export function a() {}", ["a"]],
  ["An async function is a method", "export async function a() {}", ["a"]],
  ["A generator is a method", "export function* a() {}", ["a"]],
  ["A class is a method", "export class A {}", ["A"]],
  ["Each of a list is a method", "const a = 1, b = 2; export { a, b }", ["a", "b"]],
  ["Each of one statement is a method", "export const a = f(1, [2, 3]), b = (x, y) => x, c = 3", ["a", "b", "c"]],
  ["A method has the name that it is renamed to", "const a = 1; export { a as b }", ["b"]],
  ["A method may have the name of a keyword", "const a = 1; export { a as delete }", ["delete"]],
  ["A method may have the name of something of ours", "export const methods = 1, webMethods = 2, method0 = 3", ["methods", "webMethods", "method0"]],
  ["What is taken out of an object is a method", "export const { a, b: c, d: { e, f = 2 }, ...g } = o", ["a", "c", "e", "f", "g"]],
  ["What is taken out of an array is a method", "export const [a, , b = 3, ...c] = o", ["a", "b", "c"]],
  ["What comes from another module is a method", "export { a, b as c } from 'nowhere'", ["a", "c"]],
  ["A name may be a text", "const a = 1; export { a as 'a b' }", ['"a b"']],
  ["A name may be in any script", "export const größe = 1", ["größe"]],
  ["A comment or a text exports nothing", "/* export const a = 1 */ const s = `export const b = ${1}`; export const c = /export const d/", ["c"]],
  ["Nothing exported is no method", "import 'nowhere'", []],
  ["An empty file is no method", "", []],
];

const TYPED = [
  ["A type is no method", "export type A = string\nexport const b = 1", ["b"]],
  ["An interface is no method", "export interface A { a(): string }\nexport const b = 1", ["b"]],
  ["What is declared elsewhere is no method", "export declare const a: string\nexport const b = 1", ["b"]],
  ["A type within a list is no method", "type A = 1; const b = 1; export { type A, b }", ["b"]],
  ["Types of another module are no methods", "export type { A } from './a'\nexport type * from './b'\nexport const c = 1", ["c"]],
  ["An interface as default is no method", "export default interface A {}\nexport const b = 1", ["b"]],
  ["Overloads are one method", "export function a(x: string): void\nexport function a(x: number): void\nexport function a(x: any) {}", ["a"]],
  ["Annotations are passed over", "export const a: Map<string, number> = new Map(), b = async <T,>(x: T): Promise<T | undefined> => x as T, c = x satisfies Y", ["a", "b", "c"]],
];

for (const [sentence, source, expected] of FORMS) {
  test(sentence, async () => assert.deepEqual(await methods(source), expected));
}

for (const [sentence, source, expected] of [...FORMS, ...TYPED]) {
  test(`${sentence}, in TypeScript`, async () => assert.deepEqual(await methods(source, "ts"), expected));
}

for (const end of ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"]) {
  test(`A file that ends in .web.${end} is a web module`, async () => {
    assert.deepEqual(await methods("export const a = 1", end), ["a"]);
  });
}

const REFUSED = [
  ["A default export has no name", "export default 1", /export it by name instead of "default"/],
  ["A list may not have a default", "const a = 1; export { a as default }", /export it by name instead of "default"/],
  ["A star says no names", "export * from './a'", /"export \* from" does not say what is exported/],
  ["What is no JavaScript is not read", "export const a = (1", /Parse error .*broken\.web\.js/],
];

for (const [sentence, source, expected] of REFUSED) {
  test(sentence, async () => assert.rejects(load(await write("broken.web.js", source)), expected));
}

test("A module's name is its file's", async () => {
  const { code } = await load(await write("deep/in_a-Folder.web.js", "export const a = 1"));
  assert.match(code, /webMethods\("\/api\/in_a-Folder"\)/);
});

test("A query changes nothing", async () => {
  const file = await write("query.web.js", "export const a = 'SECRET'");
  for (const tail of ["?raw", "?url&t=1", "#part"]) {
    const { code } = await load(file + tail);
    assert.match(code, /"\/api\/query"/);
    assert.doesNotMatch(code, /SECRET/);
  }
});

test("A name that is no segment of a path is refused", async () => {
  for (const name of ["my shop", "1", "a.b", "größe"]) {
    await assert.rejects(load(await write(`${name}.web.js`, "")), /a letter, then letters, digits/);
  }
});

test("Two files of one name are refused, and both are named", async () => {
  const plugin = rollup();
  const [one, other] = [await write("one/cart.web.js", ""), await write("other/cart.web.ts", "")];
  await load(one, plugin);
  await load(one, plugin);
  await assert.rejects(load(other, plugin), (error) => error.message.includes(one) && error.message.includes(other));
});

test("A file that has moved is no second one", async () => {
  const plugin = rollup();
  const one = await write("one/moved.web.js", "");
  await load(one, plugin);
  await rm(one);
  await load(await write("other/moved.web.js", ""), plugin);
});

test("What is published, and what is no file, is left alone", async () => {
  const file = await write("node_modules/for-the-web/button.web.js", "export default 1");
  assert.equal(await load(file), undefined);
  assert.equal(await load(`\0${join(folder, "query.web.js")}?proxy`), undefined);
  assert.equal(await load("virtual:shop.web.js"), undefined);
  assert.equal(await load(join(folder, "shop.website.js")), undefined);
});

test("A server's graph of Vite keeps the module, whichever way Vite says so", async () => {
  const file = await write("query.web.js", "export const a = 1");
  const { handler } = vite().load;
  assert.equal(await handler.call({}, file, { ssr: true }), undefined);
  assert.equal(await handler.call({ environment: { config: { consumer: "server" } } }, file), undefined);
  assert.ok(await handler.call({ environment: { config: { consumer: "client" } } }, file));
  assert.ok(await handler.call({}, file, { ssr: false }));
});

test("Options that cannot be used are named at once", () => {
  for (const base of ["api", "/", "/api/", "https://api.example/api", "/a b", 1]) assert.throws(() => vite({ base }), /^TypeError: base: /);
  assert.throws(() => vite({ backend: {} }), /^TypeError: backend: /);
});
