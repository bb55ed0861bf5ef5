// The stand-in in the place of Wix' API, whose origins the SDK has built in: a call of fetch reaches it.

const real = globalThis.fetch;
const WIX = /^https:\/\/(www|edge)\.wixapis\.com(?=\/)/;

export const standIn = (api) => {
  const mapped = (input, init) =>
    input instanceof Request
      ? real(new Request(input.url.replace(WIX, api), input), init)
      : real(`${input}`.replace(WIX, api), init);
  globalThis.fetch = mapped;

  const control = async (path, body, method = "POST") => {
    const answer = await real(`${api}/_control/clients${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };

  return {
    api,
    mapped,
    // A client that a page of this origin may log in to, with a member.
    client: async (settings) => {
      const origin = globalThis.location?.origin ?? "https://shop.example";
      const { clientId } = await control("", { allowedRedirectUris: [`${origin}/`], allowedRedirectDomains: [origin], ...settings });
      const { memberId } = await control(`/${clientId}/members`, ANN);
      return { clientId, memberId };
    },
    change: (clientId, settings) => control(`/${clientId}`, settings, "PATCH"),
    act: (clientId, action, body) => control(`/${clientId}/${action}`, body ?? {}),
    seen: (clientId) => control(`/${clientId}`, undefined, "GET"),
    outbox: (clientId) => control(`/${clientId}/outbox`, undefined, "GET"),
  };
};

export const ANN = { email: "ann@example.com", password: "secret-1" };
