// Between a job of the module and what it waits for: inside.rs and job.rs.
// Steps are synchronous, so one place is enough for all jobs.

export const jobs = {
  brought: undefined,
  wait(promise) {
    jobs.awaited = promise
  },
  // Once: see wait.js.
  take() {
    const { awaited } = jobs
    jobs.awaited = undefined
    if (!awaited) throw new TypeError('The effect left no promise')
    return awaited
  },
  came() {
    return jobs.brought
  },
}
