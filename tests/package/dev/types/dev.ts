// What the declarations accept, and what they do not: without those of Node, of a page or of tools.
import { type Dev, type Mail, PASSWORD, connectDev, startDev } from "fetch-with-auth-dev";
import type { WixFixtures } from "fetch-with-auth-dev/playwright";
import { fixtures } from "fetch-with-auth-dev/vitest";

const running = await startDev({ port: 0, settings: { rotation: "rotate", webMessage: { late: 100 } } });
const dev: Dev = running;
const other: WixFixtures["wix"] = await connectDev({ port: 4949, host: "127.0.0.1" });
const mend: () => Promise<void> = await dev.fault(["token", "cart"], { kind: "status", status: 503, retryAfter: 2, seconds: 2 });
const { accessToken, expiresAt }: { accessToken: string; expiresAt: number } = await dev.signedInAs("ada");
const { cookies } = await other.storageState("ada", { page: "http://localhost:5173/", storage: "wix-session-cookie" });
await dev.addMember({ email: "eve@example.com", password: PASSWORD, status: "UNVERIFIED" });
const codeOf = (mail: Mail): string => (mail.kind === "verification" ? mail.code : mail.link);
await mend();
await running.stop();

// @ts-expect-error There is no such option.
await startDev({ prot: 1 });
// @ts-expect-error Who connects sets no members.
await connectDev({ members: [] });
// @ts-expect-error There is no such call.
await dev.fault("tokn", { kind: "cut" });
// @ts-expect-error There is no such kind.
await dev.fault("token", { kind: "cute" });
// @ts-expect-error Where your page is must be said.
await dev.storageState("ada");
// @ts-expect-error There is no such setting.
await dev.set({ rotatoin: "rotate" });

export { accessToken, codeOf, cookies, expiresAt, fixtures };
