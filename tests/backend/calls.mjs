// Calls of the Wix API, as the person who makes them.
import { fetchWithAuth } from "fetch-with-auth/backend";

/** Only an app or a key may. */
export async function increment(api, productId) {
  const answer = await fetchWithAuth(`${api}/stores/v2/inventoryItems/increment`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ incrementData: [{ productId, incrementBy: 1 }] }),
  });
  return answer.status;
}

/** Whom Wix takes us for: the token that was really sent is validated by Wix. */
export async function subject(api) {
  const { headers } = await (await fetchWithAuth(`${api}/echo?auth=required`)).json();
  const token = headers.authorization;
  const info = await fetch(`${api}/oauth2/token-info`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ token }),
  });
  const { subjectType, subjectId } = await info.json();
  return { subjectType, subjectId };
}

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
