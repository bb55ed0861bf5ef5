import { sessions } from "../../lib/sessions";

export const dynamic = "force-static";

export default async function Page() {
  const { state } = await sessions.session();
  return <p>The same for everybody, <output id="server-state">{state}</output></p>;
}
