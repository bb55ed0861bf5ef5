// fetch-with-auth/members: what loads on demand elsewhere is there from the start.
// A service worker forbids import().

import { createAuth } from './index.js'
// @ts-ignore: ./members.d.ts declares this very entry.
import { begin } from './members.js'

Object.assign(createAuth, { begin })
