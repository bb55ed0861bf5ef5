// What each consumer of the packed tarball does: three signed calls at once, as a new client.

export const client = async (api) => {
  const answer = await fetch(`${api}/_control/clients`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  return (await answer.json()).clientId;
};

/** Says how it went, in a sentence that the test knows. `sign` makes a fetchWithAuth from options. */
export async function shop(api, sign) {
  const clientId = await client(api);
  const fetchWithAuth = sign({ clientId, apiOrigin: api });
  const answers = await Promise.all(
    [1, 2, 3].map(async (n) => (await fetchWithAuth(`${api}/echo?n=${n}`)).json()),
  );
  const signed = answers.filter(({ headers }) => headers.authorization?.startsWith("OauthNG.JWS."));
  const seen = await (await fetch(`${api}/_control/clients/${clientId}`)).json();
  return `${signed.length} signed calls, ${seen.tokenRequests.anonymous} token request`;
}
