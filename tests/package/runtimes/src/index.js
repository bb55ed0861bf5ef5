import { Hono } from "hono";
import { Permissions, createBackend, getContext, webMethod } from "fetch-with-auth/backend";

const fetch = async (url, { body }) => Response.json({ active: true, subjectType: "MEMBER", subjectId: JSON.parse(body).token, clientId: "app", siteId: "site", exp: 4e9 });
const backend = createBackend({ appId: "app", siteId: "site", fetch });
const serve = backend.handle({ shop: { who: webMethod(Permissions.SiteMember, () => getContext().identity.memberId) } });
const app = new Hono();
app.post("/api/*", (context) => serve(context.req.raw));
export default app;
