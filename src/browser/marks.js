// Marks of sign-outs that could not be stored, apart from the storage that failed:
// numbers of subjects, no tokens. They outlive the page where a Storage is to be
// had, and every later load honours them.

import { isPage } from './surroundings.js'

export const marks = ({ name, kind }) => {
  const added = new Set()
  // Where the record is in a tab alone, so are its marks.
  const storage = () => isPage() && kind != 'memory' && (kind == 'session' ? sessionStorage : localStorage)
  const key = `${name} signed out`
  const stored = () => (storage() || undefined)?.getItem(key)?.split(' ') ?? []
  return {
    has(subject) {
      if (added.has(subject)) return true
      try {
        return stored().includes(`${subject}`)
      } catch {
        return false
      }
    },
    // Whether the mark outlives the page.
    add(subject) {
      added.add(subject)
      try {
        storage().setItem(key, [...stored(), subject].slice(-MOST).join(' '))
        return true
      } catch {
        // What is kept in memory needs none that outlives it.
        return kind == 'memory'
      }
    },
  }
}

// Each is for a person who has left this browser.
const MOST = 20
