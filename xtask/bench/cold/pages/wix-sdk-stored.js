import { EMPTY_TOKENS, OAuthStrategy, createClient } from "@wix/sdk";
import { report } from "./report.js";
import "./wix.js";

const tokenStorage = {
  getTokens: () => JSON.parse(localStorage.getItem("tokens")) ?? EMPTY_TOKENS,
  setTokens: (tokens) => localStorage.setItem("tokens", JSON.stringify(tokens)),
};
report(createClient({ auth: OAuthStrategy({ clientId: "cold", tokenStorage }) }).fetchWithAuth);
