import { readJson } from "./response.js";

/**
 * The mails that the shop would have sent. Nobody gets them, so a person who plays
 * the customer reads them here: only where the stand-in lets itself be controlled.
 */
export function openOutbox(config) {
  const shown = new Map();
  let mails = [];

  async function load() {
    if (!config.control) return;
    const client = `${config.api}/_control/clients/${encodeURIComponent(config.clientId)}`;
    try {
      mails = (await readJson(await fetch(`${client}/outbox`))).reverse();
    } catch {
      // What is shown stays: the customer goes on without the panel.
    }
    for (const [root, wanted] of shown) fill(root, wanted);
  }

  /** Keeps the newest mails in this element: all of them, or those to one address. */
  function show(root, { to, most = 5 } = {}) {
    shown.set(root, { to, most });
    load();
  }

  function fill(root, { to, most }) {
    const wanted = mails.filter((mail) => !to || mail.to === to.toLowerCase()).slice(0, most);
    root.hidden = Boolean(to) && wanted.length === 0;
    root.querySelector("ol").replaceChildren(...wanted.map(newMail));
    const none = root.querySelector(".none");
    if (none) none.hidden = wanted.length > 0;
  }

  return { load, show };
}

function newMail({ to, kind, code, link }) {
  const item = document.createElement("li");
  const recipient = document.createElement("span");
  recipient.textContent = `To ${to}`;
  const text = document.createElement("p");
  text.append(...(kind === "verification" ? ["Your code is ", newElement("strong", code)] : [newElement("a", "Choose a new password", link), "."]));
  item.append(recipient, text);
  item.dataset.mail = kind;
  return item;
}

function newElement(name, text, href) {
  const element = document.createElement(name);
  element.textContent = text;
  if (href) element.href = href;
  return element;
}
