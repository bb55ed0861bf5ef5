import { sessionContext } from "../sessions.server.js";

export const loader = ({ context }) => ({ state: context.get(sessionContext).state });

export default function About({ loaderData: { state } }) {
  return <p>About a shop, for a <output id="server-state">{state}</output></p>;
}
