/** Who is there from the start. */
export const MEMBERS = [
  { email: "ada@example.com", nickname: "Ada" },
  { email: "grace@example.com", nickname: "Grace" },
  { email: "una@example.com", nickname: "Una", status: "UNVERIFIED" },
  { email: "paul@example.com", nickname: "Paul", status: "PENDING" },
  { email: "rita@example.com", nickname: "Rita", status: "RESET" },
  { email: "ben@example.com", nickname: "Ben", status: "BLOCKED" },
];

/** The password of all of them. */
export const PASSWORD = "open-sesame";

/** The member that a name or an e-mail stands for. */
export function memberNamed(members, name) {
  const wanted = String(name).toLowerCase();
  const found = members.find(({ email, nickname }) => [email, nickname.toLowerCase()].includes(wanted));
  if (found) return found;
  throw new Error(`there is no member ${JSON.stringify(name)}; there are ${members.map(({ nickname }) => nickname).join(", ")}`);
}
