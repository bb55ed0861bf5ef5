// What a Wix page gives, by the shape that Wix's packages have; tests/package/hosts has these themselves.
import { configure, createAuth } from "fetch-with-auth";
import type { Auth, AuthOptions } from "fetch-with-auth";
import { fromWixHost } from "fetch-with-auth/wix-host";
import type { WixHostAuth, WixHostAuthOptions, WixHostOptions } from "fetch-with-auth/wix-host";

declare const ofSite: {
  getAuthHeaders: (host: object | void) => Promise<{ headers: Record<string, string> }>;
  getAccessTokenInjector(): (getAccessToken: () => Promise<string>) => void;
};
declare const ofDashboard: { getAuthHeaders: (host: { channel: object }) => { headers: Record<string, string> } };

export const strategies: WixHostAuth[] = [ofSite, ofDashboard];
export const options: WixHostOptions = { host: {}, timeout: 9, audience: ["https://api.example"], fetch, leeway: 30 };
export const made: WixHostAuthOptions = fromWixHost(ofSite, options);
export const taken: AuthOptions = made;
export const auths: Auth[] = [createAuth(made), configure({ ...fromWixHost(() => ofDashboard), audience: [] })];

// @ts-expect-error a host is an object
fromWixHost(ofSite, { host: "host" });
// @ts-expect-error seconds
fromWixHost(ofSite, { timeout: "9 s" });
