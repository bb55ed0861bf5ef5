export const dynamic = "force-dynamic";

export const GET = () => new Response("The same for everybody", { headers: { "cache-control": "public, max-age=60" } });
