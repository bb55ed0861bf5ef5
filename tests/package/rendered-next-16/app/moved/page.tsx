import { redirect } from "next/navigation";

import { sessions } from "../../lib/sessions";

export default async function Page() {
  const { state } = await sessions.session();
  redirect(`/about?${state}`);
}
