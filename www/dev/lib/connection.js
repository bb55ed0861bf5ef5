import { jsonOf } from "./stand-in.js";

/** Where it listens unless another port is asked for: so a `.env` can be committed. */
export const PORT = 4949;

export const originOf = ({ port = PORT, host = "localhost" } = {}) => `http://${host}:${port}`;

/** A local Wix that already runs on this machine. */
export async function connect(apiOrigin) {
  const control = async (method, path, body) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${apiOrigin}/_control/clients${path}`, { method, headers, body: body && JSON.stringify(body) });
    return jsonOf(response.status, await response.text());
  };
  const about = await fetch(`${apiOrigin}/dev.json`)
    .then((response) => response.json())
    .catch((cause) => {
      throw new Error(`no local Wix responds at ${apiOrigin}: is it started, and on this port?`, { cause });
    });
  return { ...about, apiOrigin, control };
}
