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
