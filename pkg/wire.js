// Values on their way between a page and a web method: JSON, with dates as
// `{"$date": "…"}`. What is undefined is left out of objects, and null in lists;
// at the end of a list of arguments it is left out as well, so that what a
// function takes by default is taken.

// What JSON would lose without a word is a TypeError: functions and symbols, and
// objects that are not what they consist of (a File, a Map, a stream, a Promise).
// `root` is what the message calls the value.

export const encode = (value, root = 'response') => JSON.stringify(value, isSimple(value) ? undefined : replacer(root))

const replacer = root => {
  const paths = new Map()
  return function (name, plain) {
    const own = this[name]
    if (isDate(own) && !isNaN(+own)) return { $date: own.toISOString() }
    const above = paths.get(this)
    const path = above === undefined ? root : above + (Array.isArray(this) ? `[${name}]` : `.${name}`)
    if (isLost(plain)) throw new TypeError(`${path}: ${tagOf(plain)} is not JSON.`)
    if (isObject(plain)) paths.set(plain, path)
    return plain
  }
}

// Most values are, and are written much quicker then. What writes itself may
// have anything in it; so may what is deeper than one looks, or without end.
const isSimple = (value, depth = 0) => {
  if (!isObject(value)) return !isLost(value)
  if (depth > 99 || typeof value.toJSON == 'function' || !isPlain(value)) return false
  for (const name in value) if (!isSimple(value[name], depth + 1)) return false
  return true
}

// Of any window.
const isPlain = value => Array.isArray(value) || !(value = Object.getPrototypeOf(value)) || !Object.getPrototypeOf(value)

// An instance of a class of one's own consists of what it shows, if it shows anything.
const isLost = value => isObject(value)
  ? !isPlain(value) && (tagOf(value) == 'Object' ? !Object.keys(value).length : !/^(Number|String|Boolean)$/.test(tagOf(value)))
  : /^(f|bi|sy)/.test(typeof value)

export const encodeArguments = given => {
  let length = given.length
  while (length && given[length - 1] === undefined) length--
  return encode(given.slice(0, length), 'arguments')
}

export const decode = text => {
  const value = JSON.parse(text)
  return text.includes('"$date"') ? revived(value) : value
}

const revived = value => {
  if (!isObject(value)) return value
  if (Array.isArray(value)) return value.map(revived)
  const names = Object.keys(value)
  if (names.length == 1 && names[0] == '$date' && ISO.test(value.$date)) {
    const date = new Date(value.$date)
    if (!isNaN(+date)) return date
  }
  for (const name of names) value[name] = revived(value[name])
  return value
}

const isObject = value => typeof value == 'object' && value !== null
const tagOf = value => ({}).toString.call(value).slice(8, -1)
const isDate = value => tagOf(value) == 'Date'
const ISO = /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
