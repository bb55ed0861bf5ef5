import { Shop } from "../../shop";

export const dynamic = "force-static";

export default function Page() {
  return (
    <main id="config" data-client-id={process.env.WIX_CLIENT_ID} data-api-origin={process.env.WIX_ORIGIN}>
      <Shop />
    </main>
  );
}
