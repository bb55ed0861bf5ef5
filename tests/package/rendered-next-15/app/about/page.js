import { sessions } from "../../lib/sessions.js";

export default async function Page() {
  const { state } = await sessions.session();
  return <p>About a shop, for a <output id="server-state">{state}</output></p>;
}
