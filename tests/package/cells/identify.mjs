// A backend that says who calls. Its Wix knows one member.
import { Permissions, createBackend } from "fetch-with-auth/backend";

export async function identify() {
  const wix = async () => Response.json({ active: true, subjectType: "MEMBER", subjectId: "ann", clientId: "app", instanceId: "instance", exp: 4e9 });
  const backend = createBackend({ appId: "app", instanceId: "instance", fetch: wix });
  const handler = backend.api(Permissions.SiteMember, (request, { identity }) => new Response(identity.memberId));
  return (await handler(new Request("https://shop.example/", { headers: { authorization: "a-token" } }))).text();
}
