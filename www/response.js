import { WebMethodError } from "/fetch-with-auth/dist/index.js";

/** The shop's server answered, but not with what was asked for. */
export class Refusal extends Error {
  constructor(status) {
    super(`The server answered ${status}.`);
    this.status = status;
  }
}

/** What a good answer says; any other answer is a Refusal. */
export async function read(response) {
  if (!response.ok) throw new Refusal(response.status);
  return response.json();
}

/** The same of the shop's backend, which refuses with a code and a sentence of its own, as its web methods do. */
export async function readBackend(response) {
  const answer = await response.json().catch(() => undefined);
  if (response.ok && answer) return answer;
  const { code = String(response.status), message } = answer?.error ?? {};
  throw new WebMethodError(code, message, { status: response.status });
}
