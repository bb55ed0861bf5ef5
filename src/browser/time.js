// Work within a time, in milliseconds. It hears of the end by an AbortSignal,
// and the caller hears of it even if the work does not listen.
export const within = (milliseconds, work) => new Promise((resolve, reject) => {
  const controller = new AbortController()
  const timer = setTimeout(() => {
    reject(new DOMException('No answer in time', 'TimeoutError'))
    controller.abort()
  }, milliseconds)
  const end = () => clearTimeout(timer)
  Promise.resolve(work(controller.signal)).finally(end).then(resolve, reject)
})
