// Imported before anything else.
import { isPage, refuse } from './page.js'

if (isPage()) refuse()
