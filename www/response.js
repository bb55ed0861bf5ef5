import { WebMethodError } from "/fetch-with-auth/dist/index.js";

/** The shop's server answered, but not with what was asked for. */
export class HttpError extends Error {
  constructor(status) {
    super(`The server answered ${status}.`);
    this.status = status;
  }
}

/** What a good answer says; any other answer is a HttpError. */
export async function readJson(response) {
  if (!response.ok) throw new HttpError(response.status);
  return response.json();
}

/** The same for the shop's backend, which refuses with a code and a sentence of its own, as its web methods do. */
export async function readBackendJson(response) {
  const body = await response.json().catch(() => undefined);
  if (response.ok && body) return body;
  const { code = String(response.status), message } = body?.error ?? {};
  throw new WebMethodError(code, message, { status: response.status });
}
