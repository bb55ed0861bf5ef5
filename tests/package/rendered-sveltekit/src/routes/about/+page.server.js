export const load = ({ locals }) => ({ state: locals.session.state });
