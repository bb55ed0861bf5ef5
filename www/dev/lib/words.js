/** The word, if it is one of these; otherwise an error that suggests the nearest. */
export function oneOf(what, words, word) {
  if (words.includes(word)) return word;
  throw new TypeError(`there is no ${what} ${JSON.stringify(word)}${suggestion(words, word)}`);
}

function suggestion(words, word) {
  const [nearest] = words.map((known) => [distance(known, String(word)), known]).sort(([a], [b]) => a - b);
  return nearest[0] <= 3 ? `; do you mean ${nearest[1]}?` : `; there are ${words.join(", ")}`;
}

/** How many letters to add, drop or replace (Levenshtein). */
function distance(a, b) {
  let row = [...b, ""].map((_, index) => index);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (const [at, other] of [...b].entries()) next.push(Math.min(row[at + 1] + 1, next[at] + 1, row[at] + (letter === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1);
}
