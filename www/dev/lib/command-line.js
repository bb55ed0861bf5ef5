import { oneOf } from "./words.js";

/** The options of each command; `start` is what there is without one. */
const COMMANDS = {
  start: ["port", "host", "set", "fault", "json", "help", "version"],
  fault: ["port", "host", "seconds", "times", "status", "help"],
  set: ["port", "host", "help"],
  outbox: ["port", "host", "json", "help"],
};

/** What the words of a command line ask for. What nobody can mean is an error with a sentence. */
export function parse(words) {
  const command = words[0] && !words[0].startsWith("-") ? oneOf("command", Object.keys(COMMANDS), words[0]) : "start";
  const options = { set: [], fault: [] };
  const operands = [];
  const rest = [...words.slice(words[0] === command ? 1 : 0)];
  while (rest.length > 0) {
    const word = rest.shift();
    if (!word.startsWith("-")) {
      operands.push(word);
      continue;
    }
    const [given, inline] = word.replace(/^--?/, "").split(/=(.*)/s);
    const name = oneOf("option", COMMANDS[command], SHORT[given] ?? given);
    if (FLAGS.includes(name)) {
      if (inline !== undefined) throw new TypeError(`--${name} takes no value`);
      options[name] = true;
      continue;
    }
    const value = inline ?? rest.shift();
    if (value === undefined || value === "") throw new TypeError(`--${name} needs a value`);
    if (Array.isArray(options[name])) options[name].push(value);
    else options[name] = NUMBERS.includes(name) ? numberOf(name, value) : value;
  }
  if (command === "start" && operands.length > 0) throw new TypeError(`${JSON.stringify(operands[0])} means nothing here`);
  return { command, operands, options };
}

/** `name=value` pairs as settings: a value is JSON, or else a text. */
export function settingsOf(pairs) {
  return Object.fromEntries(pairs.map((pair) => {
    const [name, value] = pairOf(pair, "a setting");
    try {
      return [name, JSON.parse(value)];
    } catch {
      return [name, value];
    }
  }));
}

/** `name=value`, or an error that says what it is of. */
export function pairOf(pair, what) {
  const [name, value] = pair.split(/=(.*)/s);
  if (!name || value === undefined) throw new TypeError(`${what} is written NAME=VALUE, and is ${JSON.stringify(pair)}`);
  return [name, value];
}

function numberOf(name, value) {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  throw new TypeError(`--${name} must be a number, and is ${JSON.stringify(value)}`);
}

const FLAGS = ["json", "help", "version"];
const NUMBERS = ["port", "seconds", "times", "status"];
const SHORT = { h: "help", v: "version", p: "port" };
