import { faultSettings } from "./faults.js";
import { PASSWORD, memberNamed } from "./members.js";
import { storageState } from "./storage-state.js";

/** What is done with one client of a local Wix, wherever that runs. */
export function developer({ clientId, apiOrigin, wixOrigin, control }) {
  const client = `/${clientId}`;
  const set = (settings) => control("PATCH", client, settings);
  const members = () => control("GET", `${client}/members`);
  const act = (action) => async () => void (await control("POST", `${client}/${action}`));

  const signedInAs = async (name) => {
    const { email, nickname } = memberNamed(await members(), name);
    const tokens = await control("POST", `${client}/member`, { email });
    return {
      memberId: tokens.memberId,
      email,
      nickname,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
      expiresAt: Math.floor(Date.now() / 1000) + Number(tokens.expires_in ?? 0),
    };
  };

  return {
    origin: apiOrigin,
    apiOrigin,
    wixOrigin,
    clientId,
    set,
    members,
    signedInAs,
    addMember: async (member) => (await control("POST", `${client}/members`, { password: PASSWORD, ...member })).memberId,
    storageState: async (name, { page, storage } = {}) => storageState({ clientId, apiOrigin, tokens: await signedInAs(name), page, storage }),
    outbox: () => control("GET", `${client}/outbox`),
    report: () => control("GET", client),
    fault: async (names, fault) => {
      await set(faultSettings(names, fault));
      return async () => void (await set(faultSettings(names)));
    },
    mend: async () => {
      const { faults } = await set({});
      await set({ faults: Object.fromEntries(Object.keys(faults).map((name) => [name, null])) });
    },
    expireAccessTokens: act("revoke-access"),
    revokeTokens: act("revoke-all"),
    endWixSessions: act("end-wix-sessions"),
  };
}
