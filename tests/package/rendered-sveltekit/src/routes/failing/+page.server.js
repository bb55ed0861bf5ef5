import { error } from "@sveltejs/kit";

export const load = () => error(418, "A teapot");
