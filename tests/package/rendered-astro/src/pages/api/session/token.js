export const GET = ({ locals: { session } }) => new Response(session.state);
