// What the README of the package has as code.
import { readFile } from "node:fs/promises";

const readme = await readFile("node_modules/fetch-with-auth-dev/README.md", "utf8");

/** The one block of this language that has this text. */
export function block(language, text) {
  const blocks = readme.split("\n```").filter((part, index) => index % 2 === 1 && part.startsWith(`${language}\n`));
  const [found, ...others] = blocks.filter((part) => part.includes(text));
  if (!found || others.length > 0) throw new Error(`the README has not one block of ${language} with ${text}`);
  return found.slice(language.length + 1);
}

/** The rows of its table that has this row's first cell, without formatting. */
export function rowsWith(cell) {
  const table = readme.split("\n\n").find((part) => part.includes(`| ${cell} |`));
  return table.split("\n").slice(2).map((row) => row.split("|").slice(1, -1).map((text) => text.trim()));
}
