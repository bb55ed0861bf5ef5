// Between a task and what it waits for: an effect leaves its promise here, and
// whoever runs the task leaves here what it brought. Steps are synchronous, so
// one place is enough for all tasks.

export const waiting = {
  for: undefined,
  came: undefined,
  succeeded() {
    return !!this.came
  },
  failed() {
    return this.came === undefined
  },
}
