// One client of the stand-in for Wix: what it was asked, and what it shall do.

export class Wix {
  static async create(api, settings) {
    const { clientId } = await control(api, "POST", "/clients", settings);
    return new Wix(api, clientId);
  }

  constructor(api, clientId) {
    this.api = api;
    this.clientId = clientId;
  }

  change(settings) {
    return control(this.api, "PATCH", `/clients/${this.clientId}`, settings);
  }

  report() {
    return control(this.api, "GET", `/clients/${this.clientId}`);
  }

  /** What was requested while `work` ran: token requests by their grant, new visitors, reused refresh tokens. */
  async during(work) {
    const before = counts(await this.report());
    const result = await work();
    const after = counts(await this.report());
    const more = Object.fromEntries(Object.entries(after).map(([name, number]) => [name, number - (before[name] ?? 0)]));
    return { result, more };
  }

  /** Somebody whose access token has expired: the header Cookie of their browser. */
  async expired(role) {
    const { access_token, refresh_token } = await this.tokens(role);
    return this.cookie(access_token, refresh_token, role, -5);
  }

  tokens(role) {
    return control(this.api, "POST", `/clients/${this.clientId}/${role}`, {});
  }

  cookie(access, refresh, role, expiresIn) {
    const expiresAt = Math.floor(Date.now() / 1000) + expiresIn;
    const tokens = { accessToken: { value: access, expiresAt }, refreshToken: { value: refresh, role } };
    return `wixSession=${encodeURIComponent(JSON.stringify({ clientId: this.clientId, tokens }))}`;
  }

  addMember(member) {
    return control(this.api, "POST", `/clients/${this.clientId}/members`, member);
  }

  /** `fetch` with a token, as a visitor or member calls the Wix API. */
  signed(token) {
    return (url, init = {}) => fetch(url, { ...init, headers: { ...init.headers, authorization: token } });
  }
}

const counts = ({ tokenRequests, visitors, reuseDetected }) => ({
  anonymous: tokenRequests.anonymous ?? 0, refresh: tokenRequests.refresh_token ?? 0, visitors: visitors.length ?? visitors, reuseDetected,
});

async function control(api, method, path, body) {
  const response = await fetch(`${api}/_control${path}`, {
    method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
