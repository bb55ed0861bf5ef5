// The strategies and hosts of Wix's packages are what fromWixHost takes, by the types of both.
import { dashboard } from "@wix/dashboard";
import { auth as essentials } from "@wix/essentials";
import { createClient } from "@wix/sdk";
import { site } from "@wix/site";

import { type Auth, configure, createAuth } from "fetch-with-auth";
import { fromWixHost } from "fetch-with-auth/wix-host";

const widget = site.host({ applicationId: "app" });
const page = dashboard.host();
const audience = [new URL(import.meta.url).origin];

export const all: Auth[] = [
  createAuth(fromWixHost(site.auth())),
  createAuth(fromWixHost(site.auth(), { host: widget, audience, timeout: 5 })),
  createAuth({ ...fromWixHost(dashboard.auth(), { host: page }), audience }),
  createAuth(fromWixHost(createClient({ host: widget, auth: site.auth() }).auth)),
  createAuth(fromWixHost(createClient({ host: page, auth: dashboard.auth() }).auth)),
  configure(fromWixHost(() => essentials.getContextualAuth(), { fetch, apiOrigin: "http://127.0.0.1:1", leeway: 30 })),
];

// @ts-expect-error nothing is stored
fromWixHost(site.auth(), { storage: "memory" });
// @ts-expect-error it comes from the strategy
fromWixHost(site.auth(), { accessToken: () => "token" });
// @ts-expect-error no strategy
fromWixHost({});
