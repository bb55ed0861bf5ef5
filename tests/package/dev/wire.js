// Calls of Wix, as its documentation has them.

export async function post(origin, path, body, token) {
  const headers = { "content-type": "application/json", ...(token && { authorization: token }) };
  const response = await fetch(origin + path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, json: await response.json() };
}

export const visitor = ({ apiOrigin, clientId }) => post(apiOrigin, "/oauth2/token", { clientId, grantType: "anonymous" });

export const visitorToken = async (wix) => (await visitor(wix)).json.access_token;

export async function myEmail(apiOrigin, token) {
  const response = await fetch(`${apiOrigin}/members/v1/members/my?fieldsets=FULL`, { headers: { authorization: token } });
  return (await response.json()).member?.loginEmail ?? response.status;
}
