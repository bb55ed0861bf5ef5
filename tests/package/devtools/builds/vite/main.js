import { configure, fetchWithAuth } from "fetch-with-auth";

configure({ clientId: "2d5b1bf5-7ef6-4ea5-8b0b-1b1ba3ce2a2d" });

if (import.meta.env.DEV) {
  const { mountDevtools } = await import("fetch-with-auth/devtools");
  mountDevtools();
}

fetchWithAuth("/api/cart").then((response) => console.log(response.status));
