import { Link } from "react-router";
import { useSession } from "fetch-with-auth/react";

export default function Guide() {
  const { state } = useSession();
  return <p>The same for everybody; the page: <output id="page-state">{state}</output> <Link id="home" to="/">Home</Link></p>;
}
