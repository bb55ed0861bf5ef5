// What the local Wix knows, read again every second while somebody looks, and its switches.

const find = (selector) => document.querySelector(selector);
const { clientId, apiOrigin } = await (await fetch("/dev.json")).json();
const client = `/_control/clients/${clientId}`;

async function control(method, path = "", body) {
  const response = await fetch(client + path, { method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) });
  const json = await response.json();
  if (!response.ok) throw new Error(json.message ?? json.error);
  return json;
}

/** An element with text and attributes. Text is never HTML: others choose names and addresses. */
function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.append(...[text].flat());
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

/** Fills a list, unless it shows this already: a focus on one of its buttons stays. */
function fill(list, none, items, itemOf) {
  const text = JSON.stringify(items);
  if (list.dataset.shown === text) return;
  list.dataset.shown = text;
  const focus = document.activeElement?.dataset.key;
  list.replaceChildren(...items.map((item) => element("li", itemOf(item))));
  if (focus) list.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  if (none) none.hidden = items.length > 0;
}

function button(text, label, key, act) {
  const made = element("button", text, { type: "button", "aria-label": label, "data-key": key });
  made.addEventListener("click", () => act().then(load, failed));
  return made;
}

const timeOf = (at) => new Date(at).toLocaleTimeString();

const mailOf = ({ to, code, link, at }) => [
  element("span", to),
  code ? element("span", code, { class: "code" }) : element("a", "set a new password", { href: link, rel: "noreferrer" }),
  element("span", timeOf(at), { class: "soft" }),
];

const memberOf = ({ email, nickname, status }) => {
  const act = (action) => () => control("POST", `/members/${action}`, { email });
  const isHeld = ["PENDING", "BLOCKED"].includes(status);
  const text = isHeld ? "Approve" : "Block";
  return [
    element("strong", nickname),
    element("span", email),
    element("span", status.toLowerCase(), { class: "soft" }),
    button(text, `${text} ${nickname}`, email, act(isHeld ? "approve" : "block")),
  ];
};

const faultOf = ([name, { kind, until }]) => [
  element("strong", name),
  element("span", kind.replace("_", " ")),
  element("span", until ? `until ${timeOf(until)}` : "for ever", { class: "soft" }),
  button("Mend", `Mend ${name}`, `fault ${name}`, () => control("PATCH", "", { faults: { [name]: null } })),
];

const requestOf = ({ method, path, authorization, origin, at }) => [
  element("code", `${method} ${path}`),
  element("span", origin === "api" ? "" : `on ${origin}`, { class: "soft" }),
  element("span", authorization === "none" ? "no token" : `${authorization} token`, { class: "soft" }),
  element("span", timeOf(at), { class: "soft" }),
];

async function load() {
  // An empty change responds with all settings.
  const reads = [control("GET", "?last=20"), control("PATCH", "", {}), control("GET", "/members"), control("GET", "/outbox")];
  const [report, settings, members, outbox] = await Promise.all(reads);
  const { visitors, tokenRequests, requests } = report;
  const faults = Object.entries(settings.faults).filter(([, fault]) => fault && (fault.until ?? Infinity) > Date.now() && fault.times !== 0);
  fill(find("#members"), undefined, members, memberOf);
  fill(find("#outbox"), find("#no-mail"), outbox.reverse().slice(0, 20), mailOf);
  fill(find("#faults"), find("#no-fault"), faults, faultOf);
  fill(find("#requests"), find("#no-request"), requests.reverse(), requestOf);
  find("#visitors").textContent = visitors;
  find("#token-requests").textContent = Object.values(tokenRequests).reduce((sum, count) => sum + count, 0);
  showSettings(settings);
  say("#live", "");
}

/** Not while somebody changes them. */
function showSettings(settings) {
  const form = find("#settings");
  if (form.contains(document.activeElement) || form.dataset.shown === JSON.stringify(settings)) return;
  form.dataset.shown = JSON.stringify(settings);
  for (const name of SWITCHES) form.elements[name].checked = settings[name];
  form.elements.rotation.value = settings.rotation;
  form.elements.expiresIn.value = settings.expiresIn;
}

function say(selector, text) {
  find(selector).classList.remove("failed");
  if (find(selector).textContent !== text) find(selector).textContent = text;
}

function failed(error) {
  find("#live").textContent = error instanceof TypeError ? "It does not respond: has it ended?" : error.message;
  find("#live").classList.add("failed");
}

const SWITCHES = ["emailVerification", "ownerApproval", "captcha"];
const { names, kinds } = await (await fetch("/faults.json")).json();
find("#request").append(...names.map((name) => element("option", name)));
find("#kind").append(...kinds.map((kind) => element("option", kind.replace("_", " "), { value: kind })));

const snippet = `configure({
  clientId: '${clientId}',
  apiOrigin: '${apiOrigin}',
})`;
find("#snippet").textContent = snippet;
find("#copy").addEventListener("click", () => navigator.clipboard.writeText(snippet).then(() => say("#copied", "copied"), failed));

find("#break").addEventListener("submit", (event) => {
  event.preventDefault();
  const { request, kind, seconds } = Object.fromEntries(new FormData(event.target));
  const fault = { kind, until: seconds ? Date.now() + Math.round(seconds * 1000) : null };
  const grants = names.slice(1, names.indexOf("redirect-session"));
  const faults = Object.fromEntries((request === "token" ? grants : [request]).map((name) => [name, fault]));
  control("PATCH", "", { faults }).then(load, failed);
});

find("#settings").addEventListener("submit", (event) => {
  event.preventDefault();
  const { elements } = event.target;
  const changes = Object.fromEntries(SWITCHES.map((name) => [name, elements[name].checked]));
  const settings = { ...changes, rotation: elements.rotation.value, expiresIn: Number(elements.expiresIn.value) };
  control("PATCH", "", settings).then(() => say("#applied", "applied"), failed);
});

for (const action of document.querySelectorAll("[data-action]")) {
  action.addEventListener("click", () => control("POST", `/${action.dataset.action}`).then(() => say("#acted", `${action.textContent}: done`), failed));
}

const refresh = () => document.visibilityState === "visible" && load().catch(failed);
document.addEventListener("visibilitychange", refresh);
setInterval(refresh, 1000);
refresh();
