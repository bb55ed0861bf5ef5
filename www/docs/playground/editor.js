// The editor of the page /playground/. Its code runs in a frame without an origin, which reaches
// neither this page nor the network, against the local Wix in that frame.
import editor from './editor.html?raw'
import frame from './frame.html?raw'

const ORIGINS = ['http://localhost:4949', 'http://localhost:4950', 'http://localhost:4951']

const place = document.querySelector('#playground')
place.innerHTML = editor
const form = place.querySelector('form')
const text = place.querySelector('textarea')
const status = place.querySelector('output')
const page = place.querySelector('section')

const examples = [...document.querySelectorAll('pre[data-language=js]')]
const codeOf = example => `${[...example.querySelectorAll('.ec-line')].map(line => line.textContent.trimEnd()).join('\n')}\n`
for (const example of examples) {
  const button = document.createElement('button')
  button.textContent = 'Open in the editor'
  button.addEventListener('click', () => {
    text.value = codeOf(example)
    text.focus()
    text.setSelectionRange(0, 0)
    place.scrollIntoView()
  })
  example.closest('.expressive-code').after(button)
}
text.value = codeOf(examples[0])

form.addEventListener('submit', event => {
  event.preventDefault()
  run()
})
// Tab leaves the editor, as it leaves every field.
text.addEventListener('keydown', event => {
  if (event.key != 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  form.requestSubmit()
})

async function run() {
  status.textContent = 'Loading…'
  try {
    await open({ ...await modules(), origins: ORIGINS, code: text.value })
    status.textContent = ''
  } catch (error) {
    status.textContent = `The playground could not be loaded: ${error.message}`
  }
}

/** Runs it in a new page. */
async function open(message) {
  const opened = document.createElement('iframe')
  opened.title = 'The page that the code runs in'
  opened.sandbox.add('allow-scripts')
  opened.srcdoc = frame
  const loaded = new Promise(resolve => opened.addEventListener('load', resolve, { once: true }))
  page.replaceChildren(opened)
  // On a phone it is below the code.
  if (page.getBoundingClientRect().top > innerHeight / 2) page.scrollIntoView()
  await loaded
  // It has no origin that could be named.
  opened.contentWindow.postMessage(message, '*')
}

let loading
/** What every run needs, loaded once. */
const modules = () => (loading ??= load().catch(error => {
  loading = undefined
  throw error
}))

async function load() {
  const [library, wix, wasm] = await Promise.all(['library.js', 'local-wix.js', 'local-wix.wasm'].map(async name => {
    const response = await fetch(new URL(name, import.meta.url))
    if (!response.ok) throw new Error(`${response.status} of ${response.url}`)
    return name.endsWith('.wasm') ? response.arrayBuffer() : response.text()
  }))
  return { library, wix, wasm }
}
