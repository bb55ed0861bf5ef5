// Between a job of the module and what it waits for: inside.rs and job.rs.
// Steps are synchronous, so one place is enough for all jobs.

export const jobs = {
  awaited: undefined,
  brought: undefined,
  wait(promise) {
    jobs.awaited = promise
  },
  came() {
    return jobs.brought
  },
}
