// An operation of the module: a task, whose steps are taken here (src/bindings/task.rs).

import { withInstance } from '../backend/instance.js'

// Resolves to the result of the task that `begin` makes in the instance that runs, or to the
// `refusal` that it ended with. What an effect is rejected with ends the task, and is passed on
// as it is.
/**
 * @param {(instance: import('../backend/instance.js').Instance) => any} begin
 * @returns {Promise<{ result?: any, refusal?: { code: string, detail?: string, cause?: any } }>}
 */
export const run = async begin => {
  let instance, task
  const inInstance = call => withInstance(current => {
    instance ??= current
    return current == instance && call(current)
  })
  const step = value => inInstance(({ live }) => {
    if (!task) live.add(task = begin(instance))
    try {
      const promise = task.step(value)
      return promise ? { promise } : { end: { result: task.value } }
    } catch (refusal) {
      // A panic is an Error of the platform's, and so is a step without a promise.
      if (!refusal || refusal instanceof Error) throw refusal
      return { end: { refusal } }
    }
  })
  try {
    for (let value; ;) {
      const next = step(value)
      if (!next) throw new Error('The module was replaced')
      if (next.end) return next.end
      value = await next.promise
    }
  } finally {
    inInstance(({ live }) => {
      live.delete(task)
      task.free()
    })
  }
}
