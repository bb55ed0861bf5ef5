import { getContext, Permissions, webMethod } from "fetch-with-auth/backend";

export interface Caller {
  n: number;
  type: string;
  clientId?: string;
}

// The context is there only if this file and backend.js have one copy of the package.
export const callerOf = webMethod(Permissions.Anyone, (n: number): Caller => ({ n, ...getContext().identity }));
