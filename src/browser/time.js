// Work within a time limit, in milliseconds. The work learns of the timeout by
// an AbortSignal, and the caller is rejected even if the work does not listen.
//
// A timer of a tab that was frozen is overdue when the tab goes on, and so may
// be what it waited for. So a timer that fires late is set once more.
export const within = (milliseconds, work) => new Promise((resolve, reject) => {
  const controller = new AbortController()
  let isLast
  let timer
  const wait = () => {
    const due = performance.now() + milliseconds
    timer = setTimeout(() => {
      if (!isLast && performance.now() > due + LATE_MS) {
        isLast = true
        return wait()
      }
      reject(new DOMException('Timed out', 'TimeoutError'))
      controller.abort()
    }, milliseconds)
  }
  wait()
  const end = () => clearTimeout(timer)
  new Promise(resolve => resolve(work(known(controller.signal)))).finally(end).then(resolve, reject)
})

// Later than a timer of a tab in the background is.
const LATE_MS = 2000

// A signal, if `fetch` knows it: that of a test environment's own AbortController
// is refused. The timeout holds without it.
let isKnown
const known = signal => isKnown ? signal : isKnown = probe(signal)
const probe = signal => {
  try {
    return new Request('data:,', { signal }) && signal
  } catch {}
}
