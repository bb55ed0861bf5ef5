// Values on their way between a page and a web method: JSON, with dates as
// `{"$date": "…"}`. What is undefined is left out of objects, and null in lists;
// at the end of a list of arguments it is left out as well, so that what a
// function takes by default is taken.

export const encode = value => JSON.stringify(value, hasDate(value) ? dated : undefined)

function dated(name, plain) {
  const own = this[name]
  return isDate(own) && !isNaN(own) ? { $date: own.toISOString() } : plain
}

// Most values have none, and are written much quicker then. What writes itself
// may have some; so may what is deeper than one looks, or without end.
export const hasDate = (value, depth = 0) => {
  if (typeof value != 'object' || !value) return false
  if (depth > 99 || typeof value.toJSON == 'function') return true
  for (const name in value) if (hasDate(value[name], depth + 1)) return true
  return false
}

export const encodeArguments = given => {
  let length = given.length
  while (length && given[length - 1] === undefined) length--
  return encode(given.slice(0, length))
}

export const decode = text => {
  const value = JSON.parse(text)
  return text.includes('"$date"') ? revived(value) : value
}

const revived = value => {
  if (typeof value != 'object' || !value) return value
  if (Array.isArray(value)) return value.map(revived)
  const names = Object.keys(value)
  if (names.length == 1 && names[0] == '$date' && ISO.test(value.$date)) {
    const date = new Date(value.$date)
    if (!isNaN(date)) return date
  }
  for (const name of names) value[name] = revived(value[name])
  return value
}

const isDate = value => ({}).toString.call(value) == '[object Date]'
const ISO = /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
