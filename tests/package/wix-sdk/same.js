export function same(found, wanted, what = "") {
  const [is, should] = [found, wanted].map((value) => JSON.stringify(value));
  if (is !== should) throw new Error(`${what} expected ${should}, and found ${is}`);
}

/** What a promise rejects with, which it must. */
export async function refusal(promise) {
  const found = await promise.then((value) => ({ value }), (error) => ({ error }));
  if (!("error" in found)) throw new Error(`expected a refusal, and found ${JSON.stringify(found.value)}`);
  return found.error;
}

/** Each check with its sentence, one after the other. */
export async function all(sentences, ...given) {
  for (const [sentence, check] of Object.entries(sentences)) {
    try {
      await check(...given);
    } catch (error) {
      throw new Error(`${sentence}: ${error.message} ${error.code ?? ""} ${JSON.stringify(error.cause ?? "")}\n${error.stack}`);
    }
  }
}
