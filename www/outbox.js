import { read } from "./response.js";

/**
 * The mails that the shop would have sent. Nobody gets them, so whoever plays
 * the customer reads them here: only where the stand-in lets itself be controlled.
 */
export function openOutbox(config) {
  const shown = new Map();
  let mails = [];

  async function look() {
    if (!config.control) return;
    const client = `${config.api}/_control/clients/${encodeURIComponent(config.clientId)}`;
    try {
      mails = (await read(await fetch(`${client}/outbox`))).reverse();
    } catch {
      // What is shown stays: the customer goes on without the counter.
    }
    for (const [root, wanted] of shown) fill(root, wanted);
  }

  /** Keeps the newest mails in this element: all of them, or those to one address. */
  function show(root, { to, most = 5 } = {}) {
    shown.set(root, { to, most });
    look();
  }

  function fill(root, { to, most }) {
    const wanted = mails.filter((mail) => !to || mail.to === to.toLowerCase()).slice(0, most);
    root.hidden = Boolean(to) && wanted.length === 0;
    root.querySelector("ol").replaceChildren(...wanted.map(letter));
    const none = root.querySelector(".none");
    if (none) none.hidden = wanted.length > 0;
  }

  return { look, show };
}

function letter({ to, kind, code, link }) {
  const item = document.createElement("li");
  const whom = document.createElement("span");
  whom.textContent = `To ${to}`;
  const text = document.createElement("p");
  text.append(...(kind === "verification" ? ["Your code is ", put("strong", code)] : [put("a", "Choose a new password", link), "."]));
  item.append(whom, text);
  item.dataset.mail = kind;
  return item;
}

function put(name, text, href) {
  const element = document.createElement(name);
  element.textContent = text;
  if (href) element.href = href;
  return element;
}
