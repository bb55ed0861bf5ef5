import { fail, redirect } from "@sveltejs/kit";

export const actions = {
  fails: ({ locals }) => fail(422, { state: locals.session.state }),
  redirects: () => redirect(303, "/about"),
};
