export const loader = () => new Response("The same for everybody", { headers: { "cache-control": "public, max-age=60" } });
