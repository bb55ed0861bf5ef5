export const prerender = "auto";

export const GET = ({ locals }) => new Response(locals.session.state);
