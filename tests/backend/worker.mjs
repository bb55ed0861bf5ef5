// The fixture as a Worker.
import { fixture } from "./fixture.mjs";

let handler;
export default {
  fetch: (request, { STAND_IN }) => (handler ??= fixture(STAND_IN))(request),
};
