/** What happens behind the counter: the session, the counts, the events. */
export function openPanel(root) {
  const field = (name) => root.querySelector(`[data-${name}]`);
  const state = field("session-state");
  const expires = field("expires-at");
  const requests = field("requests");
  const tokenRequests = field("token-requests");
  const lastResponse = field("last-response");
  const log = root.querySelector("[role=log] ol");
  let expiresAt;
  let newest = {};

  function session(info) {
    expiresAt = info.expiresAt;
    set(state, "sessionState", info.state, info.state);
    tick();
  }

  function tick() {
    set(expires, "expiresAt", expiresAt ?? "", expiresAt === undefined ? "no token" : timeLeft(expiresAt - Date.now() / 1000));
  }

  function request({ forToken, method, path, status, ms }, counts) {
    set(requests, "requests", counts.requests, counts.requests);
    set(tokenRequests, "tokenRequests", counts.tokenRequests, counts.tokenRequests);
    if (status === undefined) return;
    const answer = status === 0 ? "no answer" : status;
    set(lastResponse, "lastResponse", status, `${answer} in ${ms} ms`);
    const good = status > 0 && status < 400;
    event(forToken ? `Token request: ${answer}` : `${method} ${path}: ${answer}`, good ? (forToken ? "token" : "call") : "refused");
  }

  /** Equal events that follow each other share a line, so that fifty calls do not wash the rest away. */
  function event(text, kind = "note") {
    if (newest.text === text) {
      newest.times += 1;
      newest.line.lastElementChild.textContent = `${text} ×${newest.times}`;
    } else {
      const line = document.createElement("li");
      const time = document.createElement("time");
      const label = document.createElement("span");
      time.textContent = new Date().toLocaleTimeString("en-GB");
      label.textContent = text;
      line.append(time, label);
      line.dataset.kind = kind;
      log.prepend(line);
      newest = { text, line, times: 1 };
    }
    while (log.children.length > LINES) log.lastElementChild.remove();
  }

  setInterval(tick, 1000);
  return { session, request, event };
}

/** On a phone the panel waits at the bottom, closed; elsewhere it is open. */
export function foldOnPhones(details) {
  const phone = matchMedia("(max-width: 40rem)");
  const fold = () => { details.open = !phone.matches; };
  phone.addEventListener("change", fold);
  fold();
}

function set(element, name, value, text) {
  element.dataset[name] = value;
  element.textContent = text;
}

function timeLeft(seconds) {
  if (seconds <= 0) return "ended";
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return `${parts[0]} h ${two(parts[1])} min ${two(parts[2])} s`;
}

const two = (number) => String(number).padStart(2, "0");

/** Enough to follow a few minutes of shopping. */
const LINES = 60;
