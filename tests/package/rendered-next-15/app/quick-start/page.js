export default function Page() {
  return <p>The quick start</p>;
}
