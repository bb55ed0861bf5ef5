import Link from "next/link";
import { redirect } from "next/navigation";

import { itemsIn } from "../../lib/cart";
import { sessions } from "../../lib/sessions";

async function count() {
  "use server";
  const session = await sessions.session();
  redirect(`/about?${session.state}=${await itemsIn(session)}`);
}

export default function Page() {
  return (
    <main>
      {[1, 2, 3].map((number) => <Link key={number} href={`/about?${number}`}>About</Link>)}
      <Link id="login" href="/session/login?returnTo=/">Log in</Link>
      <form id="count" action={count}><button>Count</button></form>
    </main>
  );
}
