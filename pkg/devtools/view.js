// The panel: a shadow root of its own, so that neither the site's styles nor its scripts' queries
// reach into it. Elements are made one by one and texts set as such, which every
// Content-Security-Policy allows, Trusted Types included.

import { ACTIONS, SWITCHES } from './local-wix.js'
import { CSS } from './style.js'
import { timeLeft } from './text.js'

/**
 * @param {import('../index.d.ts').AuthSettings} settings
 * @param {boolean} isOpen
 * @param {{ opened: () => void, switched: (index: number, isOn: boolean) => void, acted: (index: number) => void, lookedUp: () => void }} on
 */
export const view = ({ apiOrigin, audience, storage: kind }, isOpen, on) => {
  const host = element('fetch-with-auth-devtools')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(CSS)
  root.adoptedStyleSheets = [sheet]

  const summary = element('span', {}, '…')
  const faults = element('span', { class: 'faults', hidden: '' })
  const toggle = button([element('span', { class: 'hidden' }, 'fetch-with-auth devtools: '), element('span', { class: 'dot' }), summary, faults], () => show(content.hidden))
  toggle.className = 'toggle'
  toggle.setAttribute('aria-controls', 'content')

  const session = rows()
  const state = session.add('State', '…')
  const left = session.add('Token valid for', '…')
  const identity = session.add('ID', '…')
  const underWay = session.add('Calls under way', '0')
  session.add('Wix API', apiOrigin)
  session.add('Tokens go to', audience.join(' '))

  const storage = rows()
  storage.add('Kind', kind)
  const health = storage.add('Health', '…')

  const switches = SWITCHES.map(({ label, about }, index) => {
    const made = button([element('span', { class: 'knob' }), element('strong', {}, label), about], () => on.switched(index, made.getAttribute('aria-checked') != 'true'))
    made.setAttribute('role', 'switch')
    made.setAttribute('aria-checked', 'false')
    return made
  })
  const fault = element('p', { class: 'soft', role: 'status' })
  const actions = ACTIONS.map(({ label }, index) => button(label, () => on.acted(index)))
  const local = section('Faults of the local Wix', element('div', { class: 'switches' }, ...switches), element('div', {}, ...actions), fault)
  local.hidden = true

  const tabs = element('ul')
  const lines = element('ol')
  const log = element('div', { class: 'log', role: 'log', tabindex: '0', 'aria-label': 'Timeline', 'aria-live': 'polite' }, lines)
  const nothing = element('p', { class: 'soft' }, 'Nothing yet. Calls by a function that was taken from the instance before the panel was mounted are not seen.')
  const clear = button('Clear', () => {
    lines.replaceChildren()
    newest = undefined
    nothing.hidden = false
  })

  const content = element(
    'div', { id: 'content', class: 'content', tabindex: '-1', hidden: '' },
    element('div', { class: 'head' }, element('h2', {}, 'fetch-with-auth'), button('Close', () => show(false))),
    section('Session', session.list),
    section('Timeline', clear, nothing, log),
    local,
    section('Other tabs', tabs),
    section('Storage', storage.list),
  )
  const panel = element('aside', { 'aria-label': 'fetch-with-auth devtools' }, toggle, content)
  panel.addEventListener('keydown', event => {
    if (event.key != 'Escape' || content.hidden) return
    event.stopPropagation()
    show(false)
  })
  root.append(panel)

  const show = isOpen => {
    content.hidden = !isOpen
    toggle.setAttribute('aria-expanded', `${isOpen}`)
    remember(isOpen)
    if (isOpen) on.opened()
    else toggle.focus()
  }

  /** The newest line, and how often it happened. @type {any} */
  let newest
  /** @type {number | undefined} */
  let expiresAt
  const tick = () => {
    const seconds = expiresAt === undefined ? 0 : expiresAt - Date.now() / 1000
    setText(left, expiresAt === undefined ? 'no token' : seconds > 0 ? timeLeft(seconds) : 'expired: the next call renews it')
  }
  const timer = setInterval(tick, 1000)

  content.hidden = !(isOpen ?? wasOpen())
  toggle.setAttribute('aria-expanded', `${!content.hidden}`)
  document.documentElement.append(host)

  return {
    /** @param {import('../index.d.ts').SessionInfo} info */
    session(info, isAnother) {
      expiresAt = info.expiresAt
      setText(summary, info.state)
      setText(state, info.state)
      panel.dataset.state = info.state
      // To look up nobody would create a visitor.
      if (isAnother) identity.replaceChildren(expiresAt === undefined ? 'none' : button('Look up', on.lookedUp))
      tick()
    },
    identity: text => setText(identity, text),
    underWay: count => setText(underWay, `${count}`),
    health(text, isGood) {
      setText(health, text)
      health.className = isGood ? '' : 'bad'
    },
    tabs(others) {
      const texts = others.map(({ page, state, isHidden }) => `${page}: ${state}${isHidden ? ', in the background' : ''}`)
      if (tabs.dataset.shown == texts.join('\n')) return
      tabs.dataset.shown = texts.join('\n')
      tabs.replaceChildren(...(texts.length ? texts : ['None with this panel.']).map(text => element('li', {}, text)))
    },
    /** @param {boolean[]} states */
    switches(states) {
      local.hidden = false
      states.forEach((isOn, index) => switches[index].setAttribute('aria-checked', `${isOn}`))
      const count = states.filter(isOn => isOn).length
      setText(faults, count == 1 ? '1 fault' : `${count} faults`)
      faults.hidden = !count
    },
    fault: text => setText(fault, text),
    /** @param {import('./timeline.js').Line} line */
    line({ kind, text, duration, reason, advice }) {
      nothing.hidden = true
      const key = [kind, text, reason].join('\n')
      const took = duration === undefined ? '' : `${Math.round(duration)} ms`
      if (newest?.key == key) {
        newest.times++
        setText(newest.count, `×${newest.times}`)
        setText(newest.took, took)
        return
      }
      const count = element('span', { class: 'count' })
      const line = element(
        'li', {},
        element('time', {}, new Date().toLocaleTimeString('en-GB')),
        element('span', { class: 'text' }, text), ' ', count, ' ',
        element('span', { class: 'took' }, took),
        ...(reason ? [element('p', {}, reason)] : []),
        ...(advice ? [element('p', { class: 'advice' }, advice)] : []),
      )
      line.dataset.kind = kind
      newest = { key, count, took: line.querySelector('.took'), times: 1 }
      lines.prepend(line)
      while (lines.children.length > MAX_LINES) lines.lastElementChild?.remove()
    },
    end() {
      clearInterval(timer)
      host.remove()
    },
  }
}

/** @returns {any} */
const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.append(...children)
  return made
}

const button = (label, act) => {
  const made = element('button', { type: 'button' }, ...[label].flat())
  made.addEventListener('click', act)
  return made
}

const section = (title, ...children) => element('section', {}, element('h3', {}, title), ...children)

const rows = () => {
  const list = element('dl')
  return {
    list,
    add(name, value) {
      const made = element('dd', {}, value)
      list.append(element('div', {}, element('dt', {}, name), made))
      return made
    },
  }
}

// What stays as it is is not announced again.
const setText = (place, text) => {
  if (place.textContent != text) place.textContent = text
}

// Over reloads of this tab. Storage may be forbidden.
const wasOpen = () => {
  try {
    return !!sessionStorage.getItem(OPEN)
  } catch {
    return false
  }
}
const remember = isOpen => {
  try {
    if (isOpen) sessionStorage.setItem(OPEN, '1')
    else sessionStorage.removeItem(OPEN)
  } catch {}
}

const OPEN = 'fetch-with-auth-devtools'

const MAX_LINES = 200
