const headers = { "cache-control": "public, max-age=60", "cdn-cache-control": "max-age=60", "x-accel-expires": "60" };

export const dynamic = "force-dynamic";

export const GET = () => new Response("The same for everybody", { headers });
