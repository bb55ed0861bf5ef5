// The fault switches of a local Wix, fetch-with-auth-dev, by its control API. Wix itself has
// none: only an origin on this machine is asked for it.

/**
 * Connects to the control API, if there is one.
 *
 * @param {import('../index.d.ts').AuthSettings} settings
 * @returns the switches and what ends those that this page has switched on, or undefined
 */
export const localWix = async ({ apiOrigin, clientId }) => {
  if (!clientId || !LOOPBACK.test(new URL(apiOrigin).hostname)) return
  const client = `${apiOrigin}/_control/clients/${encodeURIComponent(clientId)}`
  const control = async (method, path, body) => {
    /** @type {RequestInit} */
    const init = { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body), redirect: 'error', credentials: 'omit' }
    const response = await fetch(client + path, init)
    const json = await response.json()
    if (!response.ok) throw new TypeError(json.message ?? json.error ?? response.status)
    return json
  }
  const report = await control('GET', '?last=0').catch(() => {})
  if (!report?.tokenRequests) return

  const change = settings => control('PATCH', '', settings)
  /** Switched on by this panel. @type {Set<number>} */
  const own = new Set()
  return {
    /** Which switches are on. */
    read: async () => {
      const settings = await change({})
      return SWITCHES.map(({ isOn }) => isOn(settings))
    },
    async set(index, isOn) {
      await change(SWITCHES[index][isOn ? 'on' : 'off'])
      own[isOn ? 'add' : 'delete'](index)
    },
    act: index => control('POST', ACTIONS[index].path),
    end() {
      for (const index of own) change(SWITCHES[index].off).catch(() => {})
      own.clear()
    },
  }
}

const grants = fault => Object.fromEntries(['anonymous', 'refresh_token', 'authorization_code'].map(grant => [grant, fault]))

export const SWITCHES = [
  {
    label: 'Token endpoint down',
    about: 'responds 503',
    on: { faults: grants({ kind: 'status', status: 503 }) },
    off: { faults: grants(null) },
    isOn: ({ faults }) => faults.refresh_token?.kind == 'status',
  },
  {
    label: 'Token endpoint slow',
    about: 'responds after 3 s',
    on: { grantDelay: 3000 },
    off: { grantDelay: 0 },
    isOn: ({ grantDelay }) => grantDelay > 0,
  },
  {
    label: 'Short tokens',
    about: 'new ones are valid for 30 s',
    on: { expiresIn: 30 },
    off: { expiresIn: 14_400 },
    isOn: ({ expiresIn }) => expiresIn <= 30,
  },
  {
    label: 'Login frame blocked',
    about: 'as by third-party cookies',
    on: { webMessage: 'silent' },
    off: { webMessage: 'flat' },
    isOn: ({ webMessage }) => webMessage == 'silent',
  },
]

export const ACTIONS = [
  { label: 'Refuse the access token', path: '/revoke-access', done: 'The access token is refused from now on: the next call finds out and renews it.' },
  { label: 'End the session', path: '/revoke-all', done: 'The session has ended at Wix: the next call finds out.' },
]

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/
