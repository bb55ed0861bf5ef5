import type { ServerResponse } from "node:http";

export function getServerSideProps({ res }: { res: ServerResponse }) {
  res.setHeader("cache-control", "public, max-age=60");
  return { props: {} };
}

export default function Page() {
  return <p>The same for everybody</p>;
}
