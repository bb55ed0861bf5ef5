/**
 * Why a request gets no response, if so. It listens on this machine only, but pages of the whole
 * web run here: none of them may reach it by a name that leads here, or use its control API.
 */
export function refusalOf({ url, headers }) {
  if (!isLoopback(headers.host)) return refusal(421, "A local Wix is reached as localhost.");
  const isControl = /^\/+_control(\/|$)/.test(url);
  if (isControl && headers.origin !== undefined && !isLoopback(hostOf(headers.origin))) {
    return refusal(403, "Only pages on this machine may use the control API.");
  }
  return undefined;
}

function refusal(status, sentence) {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${sentence}\n` };
}

function isLoopback(host) {
  const name = hostOf(`http://${host}`, "hostname");
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(name);
}

function hostOf(origin, part = "host") {
  return URL.canParse(origin) ? new URL(origin)[part] : "";
}
