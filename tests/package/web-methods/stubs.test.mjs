// Which exports of a web module become methods, and which modules are refused.
import assert from "node:assert/strict";
import fs from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { esbuild, rolldown, rollup, rspack, vite, webpack } from "fetch-with-auth/vite";

const folder = await mkdtemp(resolve("modules-"));
after(() => rm(folder, { recursive: true }));

const write = async (path, source) => {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, source);
  return file;
};

const load = (id, context = {}, options = {}) => rollup(options).load.handler.call(context, id);

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
  ["A name is what its escapes stand for", "export const \\u0061b = 1; const c = 2; export { c as \\u{64}e }", ["ab", "de"]],
  ["All names of another module under one name are a method", "export * as a from 'nowhere'", ["a"]],
  ["A regular expression is not taken for a division", "const b = 4 / 2 / 1, c = x => /export const d/.test(x); export const a = b / 2 /* / */", ["a"]],
  ["A comment or a text exports nothing", "/* export const a = 1 */ const s = `export const b = ${1}`; export const c = /export const d/", ["c"]],
  ["Nothing exported is no method", "import 'nowhere'", []],
  ["An empty file is no method", "", []],
];

const JSX = [
  ["Text between JSX tags is no code", "export const a = () => <p title='x'>don't {'export const b = 1'} // export const c</p>; export const d = 1", ["a", "d"]],
];

const TYPED = [
  ["An alias of what a namespace has is a method", "import * as fs from 'nowhere'\nexport import promises = fs.promises", ["promises"]],
  ["An alias of a type is no method", "export import type A = require('nowhere')\nexport const b = 1", ["b"]],
  ["A type that is exported in a list is no method", "interface A {}\ntype B = 1\nimport type { C } from 'nowhere'\nimport { type D } from 'nowhere'\nconst e = 1\nexport { A, B, C, D, e }", ["e"]],
  ["What is both a type and a value is a method", "interface A {}\nconst A = 1\nexport { A }", ["A"]],
  ["An enumeration is a method", "export enum A { B }\nexport const enum C { D }", ["A", "C"]],
  ["An abstract class is a method", "export abstract class A { abstract b(): void }", ["A"]],
  ["A namespace is a method", "export namespace A { export const b = 1 }", ["A"]],
  ["What is declared is no method, whatever it is", "export declare function a(): void\nexport declare class B {}\nexport declare enum C { D }\nexport declare namespace E {}\nexport const f = 1", ["f"]],
  ["A decorator changes nothing", "export const a = 1\n@b class C { constructor(@d private readonly e: string) {} }\nexport { C }", ["a", "C"]],
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

for (const [sentence, source, expected] of JSX) {
  for (const end of ["js", "jsx", "tsx"]) test(`${sentence}, in ${end}`, async () => assert.deepEqual(await methods(source, end), expected));
}

test("A cast of TypeScript is not taken for JSX", async () => {
  assert.deepEqual(await methods("export const a = <string>b", "ts"), ["a"]);
});

for (const end of ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"]) {
  test(`A file that ends in .web.${end} is a web module`, async () => {
    assert.deepEqual(await methods("export const a = 1", end), ["a"]);
  });
}

const REFUSED = [
  ["A default export has no name", "export default 1", /export it by name instead of "default".*list it in the option "exclude"/],
  ["A list may not have a default", "const a = 1; export { a as default }", /export it by name instead of "default"/],
  ["A star says no names", "export * from './a'", /"export \* from" does not say what is exported/],
  ["module.exports has no names", "module.exports = { a() {} }", /exports by "export", not by "module.exports"/],
  ["exports has no names", "exports.a = async () => 1", /exports by "export", not by "module.exports"/],
  ["What is no JavaScript is not read", "export const a = (1", /Parse error .*broken\.web\.js/],
];

for (const [sentence, source, expected] of REFUSED) {
  test(sentence, async () => assert.rejects(load(await write("broken.web.js", source)), expected));
}

for (const [sentence, source, expected] of [
  ["A module that is one value has no names", "export = {}", /"export =" is not a name/],
  ["What is no TypeScript is not read", "export const a: = 1", /Parse error .*broken\.web\.ts/],
]) {
  test(sentence, async () => assert.rejects(load(await write("broken.web.ts", source)), expected));
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

const graphOf = (...ids) => ({ getModuleIds: () => ids });

test("Two files of one name in one build are refused, and both are named", async () => {
  const [one, other] = [await write("one/cart.web.js", ""), await write("other/cart.web.ts", "")];
  await load(one, graphOf(one, `${one}?again`));
  await assert.rejects(load(other, graphOf(one, other)), (error) => error.message.includes(one) && error.message.includes(other));
});

test("Two files of one name in two builds are two modules", async () => {
  const [one, other] = [await write("one/cart.web.js", ""), await write("other/cart.web.ts", "")];
  const plugin = rollup();
  await plugin.load.handler.call(graphOf(one), one);
  assert.ok(await plugin.load.handler.call(graphOf(other), other));
});

test("A file that has moved is no second one", async () => {
  const one = await write("one/moved.web.js", "");
  await rm(one);
  const other = await write("other/moved.web.js", "");
  await load(other, graphOf(one, other));
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

test("A name in the letter case of the import is the file, where a file system does not tell them apart", async () => {
  const file = await write("Case.web.js", "export const a = 1");
  const { native } = fs.realpathSync;
  fs.realpathSync.native = (path) => (path.toLowerCase() == file.toLowerCase() ? file : native(path));
  try {
    const { code } = await load(join(folder, "CASE.WEB.JS"));
    assert.match(code, /webMethods\("\/api\/Case"\)/);
  } finally {
    fs.realpathSync.native = native;
  }
});

test("A file that is excluded is left alone, and so is one that is not included", async () => {
  const button = await write("native/Button.web.js", "export default 1");
  const shop = await write("backend/shop.web.js", "export const a = 1");
  for (const exclude of ["**/Button.web.js", ["**/native/**"], /native/]) {
    assert.equal(await load(button, {}, { exclude }), undefined);
    assert.ok(await load(shop, {}, { exclude }));
  }
  const include = "**/backend/**";
  assert.equal(await load(button, {}, { include }), undefined);
  assert.ok(await load(shop, {}, { include }));
  await assert.rejects(load(await write("native/my.Button.web.js", "")), /list it in the option "exclude"/);
});

test("Options that cannot be used are named at once", () => {
  for (const base of ["api", "/", "/api/", "https://api.example/api", "/a b", 1, null]) assert.throws(() => vite({ base }), /^TypeError: `base` must be /);
  for (const backend of [{}, "", 1, null]) assert.throws(() => vite({ backend }), /^TypeError: `backend` must be /);
  for (const name of ["include", "exclude"]) {
    for (const value of [{}, "", 1, null, [1]]) assert.throws(() => vite({ [name]: value }), new RegExp(`^TypeError: \`${name}\` must be `));
  }
  for (const options of ["./backend.js", null, [], 1, () => {}]) assert.throws(() => vite(options), /^TypeError: `options` must be an object/);
});

test("An option that there is not is an error that says what was meant", () => {
  for (const [name, meant] of [["bakend", "backend"], ["Backend", "backend"], ["bse", "base"], ["excludes", "exclude"], ["includ", "include"]]) {
    for (const make of [vite, rollup, rolldown, webpack, rspack, esbuild]) {
      assert.throws(() => make({ [name]: "./backend.js" }), { name: "TypeError", message: `\`${name}\` is not an option: did you mean \`${meant}\`?` });
    }
  }
  assert.throws(() => vite({ server: 1 }), { name: "TypeError", message: "`server` is not an option; the options are base, backend, include, exclude." });
});
