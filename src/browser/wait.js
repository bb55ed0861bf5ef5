// Between a task and what it waits for: an effect leaves its promise here, and
// whoever runs the task leaves here what it brought. Steps are synchronous, so
// one place is enough for all tasks.

export const waiting = {
  for: undefined,
  came: undefined,
  // The promise of the last effect, once: a step without one is a defect, and the
  // promise of another effect must not be taken for its own.
  take() {
    const promise = this.for
    this.for = undefined
    if (!promise) throw new TypeError('The effect left no promise')
    return promise
  },
  succeeded() {
    return !!this.came
  },
  failed() {
    return this.came === undefined
  },
}
