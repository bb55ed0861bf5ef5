import { Permissions } from "fetch-with-auth/backend";
import { backend } from "../../../../backend.js";
import { HANDLERS } from "../../../handlers.js";

const serve = backend.api(Permissions.SiteMember, (request, { rest: [what] }) => HANDLERS[what]());

export const GET = async (request, { params }) => serve(request, (await params).what);
