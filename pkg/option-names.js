// Names of options, for what a page does not load to sign its calls.

import { mustBe } from './origins.js'

// What is wrong with options as an object, if anything, as a sentence.
export const brokenByNames = (options, known, what = 'options') => {
  const isArray = Array.isArray(options)
  if (typeof options != 'object' || !options || isArray) return `${mustBe(what, 'an object', options, isArray && 'an array')}.`
  for (const name of Object.keys(options)) if (!known.includes(name)) {
    const meant = nearest(name, known)
    return `\`${name}\` is not an option${meant ? `: did you mean \`${meant}\`?` : `; the options are ${known.join(', ')}.`}`
  }
}

const nearest = (name, known) => {
  const written = plain(name)
  const distances = known.map(option => distance(written, plain(option)))
  const least = Math.min(...distances)
  return least < 3 ? known[distances.indexOf(least)] : known.find(option => written.length > 2 && plain(option).includes(written))
}

// client_id, clientID and Client-Id are one name.
const plain = name => name.toLowerCase().replace(/[_-]/g, '')

// How many letters to insert, delete or replace (Levenshtein).
const distance = (from, to) => {
  let row = Array.from({ length: to.length + 1 }, (_, n) => n)
  for (const [n, letter] of [...from].entries()) {
    const next = [n + 1]
    for (const [m, other] of [...to].entries()) {
      next.push(Math.min(next[m] + 1, row[m + 1] + 1, row[m] + (letter == other ? 0 : 1)))
    }
    row = next
  }
  return row[to.length]
}
