// The pages of the site, in the order of the sidebar.
import { read } from './pages.mjs'

/** The declarations of the package's entries, which are the reference: by file, what one imports. */
export const ENTRIES = Object.fromEntries(Object.entries(JSON.parse(read('pkg/package.json')).exports)
  .filter(([name, { types }]) => types && name != './members' && !name.startsWith('./slim'))
  .map(([name, { types }]) => [types.slice('./'.length, -'.d.ts'.length), `fetch-with-auth${name.slice(1)}`]))

export const SIDEBAR = [
  { label: 'Tutorials', items: ['tutorials/first-call', 'tutorials/member-login', 'tutorials/web-method', 'playground'] },
  {
    label: 'How to',
    items: [
      'how-to/dashboard-settings', 'how-to/user', 'how-to/member', 'how-to/login-form', 'how-to/social-login', 'how-to/external-login',
      'how-to/checkout', 'how-to/clients', 'how-to/rendering', 'how-to/workers', 'how-to/hosts', 'how-to/webhooks', 'how-to/slim', 'how-to/libraries', 'how-to/csp',
      'how-to/devtools', 'how-to/logging', 'how-to/testing', 'how-to/moving-a-page', 'how-to/moving', 'how-to/coding-agents',
    ],
  },
  {
    label: 'Explanation',
    items: ['explanation/a-call', 'explanation/session', 'explanation/storage-and-xss', 'explanation/tabs-and-locks', 'explanation/security', 'explanation/figures'],
  },
  { label: 'Errors', items: ['errors/auth', 'errors/login', 'errors/backend', 'errors/server', 'errors/login-redirect', 'errors/warning'] },
]
