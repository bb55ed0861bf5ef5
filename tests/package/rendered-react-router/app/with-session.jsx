import { Outlet } from "react-router";
import { SessionProvider } from "fetch-with-auth/react";

import { auth } from "./auth.js";
import { sessionContext, sessions } from "./sessions.server.js";

export const middleware = [async ({ request, context }, next) => {
  const session = await sessions.begin(request);
  context.set(sessionContext, session);
  return session.finish(await next());
}];

export const loader = ({ context }) => ({ state: context.get(sessionContext).state });

export default function WithSession({ loaderData }) {
  return <SessionProvider auth={auth} initial={loaderData}><Outlet /></SessionProvider>;
}
