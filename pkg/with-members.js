// fetch-with-auth/members: what loads on demand elsewhere is there from the start.
// A service worker forbids import().

import { createAuth } from './index.js'
import { begin } from './members.js'

createAuth.begin = begin
