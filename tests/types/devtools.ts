// A panel for development: all options can be left out, and what ends it is returned.
import { createAuth } from "fetch-with-auth";
import { mountDevtools } from "fetch-with-auth/devtools";
import type { DevtoolsOptions } from "fetch-with-auth/devtools";

const options: DevtoolsOptions = { auth: createAuth({ clientId: "client" }), open: true };
export const unmounts: (() => void)[] = [mountDevtools(), mountDevtools({}), mountDevtools(options), mountDevtools({ auth: undefined, open: undefined })];

// @ts-expect-error a boolean
mountDevtools({ open: "yes" });
// @ts-expect-error what createAuth or configure returned
mountDevtools({ auth: {} });
// @ts-expect-error an option that there is not
mountDevtools({ opened: true });
