import { defineAction } from "astro:actions";

export const server = {
  whoAmI: defineAction({ accept: "form", handler: (_, { locals }) => locals.session.state }),
};
