/** What the shop's backend did for whoever is here, by its own word. */
export function openDeeds({ root, shop, auth, isLeaving }) {
  const details = root.querySelector("details");
  const list = root.querySelector("#deeds ol");
  let turn = 0;

  /** Looking makes no guest: where nobody is, nothing was done. */
  async function look() {
    const mine = (turn += 1);
    if (!details.open) return;
    const { state } = await auth.session();
    if (mine !== turn || isLeaving()) return;
    if (state !== "visitor" && state !== "member") return draw([]);
    try {
      const deeds = await shop.recent();
      if (mine === turn) draw(deeds);
    } catch {
      // What is shown stays: the customer goes on without the counter.
    }
  }

  function change() {
    draw([]);
    return look();
  }

  function draw(deeds) {
    list.replaceChildren(...together(deeds).map(newLine));
    root.querySelector("#deeds .none").hidden = deeds.length > 0;
  }

  details.addEventListener("toggle", look);
  return { look, change };
}

/** Like follows like on one line. */
function together(deeds) {
  const lines = [];
  for (const deed of deeds) {
    const text = sentence(deed);
    const last = lines.at(-1);
    if (last?.text === text) last.times += 1;
    else lines.push({ ...deed, text, times: 1 });
  }
  return lines;
}

function newLine({ type, when, text, times }) {
  const line = document.createElement("li");
  const time = document.createElement("time");
  const said = document.createElement("span");
  time.textContent = when.toLocaleTimeString("en-GB");
  said.textContent = times > 1 ? `${text} ×${times}` : text;
  line.append(time, said);
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
