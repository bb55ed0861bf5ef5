// The page of the local Wix itself, by its keyboard.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base } from "@playwright/test";
import { type WixFixtures, fixtures } from "fetch-with-auth-dev/playwright";

const test = base.extend<WixFixtures>(fixtures);

test("it shows members and mails, and its switches work from the keyboard", async ({ page, wix }) => {
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(`${wix.origin}/`);
  await expect(page.locator("#members")).toContainText("ada@example.com");
  await expect(page.locator("#snippet")).toContainText(wix.clientId);

  await page.focus("#request");
  await page.keyboard.type("members-my");
  await page.keyboard.press("Tab");
  await page.keyboard.type("html");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator("#faults")).toContainText("members-my");
  const call = async () => (await page.request.get(`${wix.origin}/members/v1/members/my`, { headers: { authorization: (await wix.signedInAs("ada")).accessToken } })).status();
  expect(await call()).toBe(502);
  await page.getByRole("button", { name: "Mend members-my" }).focus();
  await page.keyboard.press("Space");
  await expect(page.locator("#faults")).not.toContainText("members-my");
  expect(await call()).toBe(200);

  await page.getByRole("button", { name: "Approve Paul" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Block Paul" })).toBeFocused();
  expect((await wix.members()).find(({ nickname }) => nickname === "Paul")?.status).toBe("ACTIVE");

  await page.getByLabel("New members enter a code from an e-mail").focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Apply" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#applied")).toHaveText("applied");
  expect((await wix.set({})).emailVerification).toBe(true);
  await wix.set({ emailVerification: false });
  expect(errors).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`it fits a phone, and axe finds nothing, ${colorScheme}`, async ({ page, wix }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    await wix.fault("token", { kind: "cut" });
    await page.goto(`${wix.origin}/`);
    await expect(page.locator("#faults")).toContainText("anonymous");
    const { width, color, background } = await page.evaluate(() => {
      const { color, backgroundColor: background } = getComputedStyle(document.body);
      return { width: document.documentElement.scrollWidth, color, background };
    });
    expect(width).toBe(360);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect([color, background]).toEqual(colorScheme === "light" ? ["rgb(34, 48, 58)", "rgb(246, 245, 241)"] : ["rgb(230, 233, 230)", "rgb(23, 27, 30)"]);
  });
}
