import Shop from "./shop-window.js";

export default function Page() {
  return <Shop />;
}
