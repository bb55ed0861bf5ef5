/** What the shop's backend did for the current person, as the backend reports it. */
export function openActivityLog({ root, shop, auth, isLeaving }) {
  const details = root.querySelector("details");
  const list = root.querySelector("#activity ol");
  let turn = 0;

  /** Makes no guest: without a session nothing was done. */
  async function load() {
    const mine = (turn += 1);
    if (!details.open) return;
    const { state } = await auth.session();
    if (mine !== turn || isLeaving()) return;
    if (state !== "visitor" && state !== "member") return draw([]);
    try {
      const entries = await shop.recent();
      if (mine === turn) draw(entries);
    } catch {
      // What is shown stays: the customer goes on without the panel.
    }
  }

  function change() {
    draw([]);
    return load();
  }

  function draw(entries) {
    list.replaceChildren(...grouped(entries).map(newLine));
    root.querySelector("#activity .none").hidden = entries.length > 0;
  }

  details.addEventListener("toggle", load);
  return { load, change };
}

/** Equal entries that follow each other share a line. */
function grouped(entries) {
  const lines = [];
  for (const entry of entries) {
    const text = sentence(entry);
    const last = lines.at(-1);
    if (last?.text === text) last.times += 1;
    else lines.push({ ...entry, text, times: 1 });
  }
  return lines;
}

function newLine({ type, when, text, times }) {
  const line = document.createElement("li");
  const time = document.createElement("time");
  const label = document.createElement("span");
  time.textContent = when.toLocaleTimeString("en-GB");
  label.textContent = times > 1 ? `${text} ×${times}` : text;
  line.append(time, label);
  line.dataset.kind = type;
  return line;
}

function sentence({ type, who, id, what, code }) {
  const name = `${WHO[who] ?? who} ${id}`;
  if (type === "elevated") return `${name}, as the app: ${what}`;
  if (type === "refused") return `${name}: ${what}, refused: ${code.replaceAll("_", " ")}`;
  return `${name}: ${what}`;
}

const WHO = { visitor: "Guest", member: "Member", user: "Wix user" };
