import { expect, test as base } from "@playwright/test";
import { type WixFixtures, fixtures } from "fetch-with-auth-dev/playwright";

const test = base.extend<WixFixtures>(fixtures);

test.describe("signed in from the start", () => {
  test.use({ signedInAs: "ada" });

  test("the page is that of the member, at once", async ({ page }) => {
    await page.goto("/");
    await expect(page.locator("#state")).toHaveText("member");
    await page.click("#who");
    await expect(page.locator("#email")).toHaveText("ada@example.com");
  });

  test("the token endpoint is down for two seconds, and the member stays", async ({ page, wix }) => {
    await page.goto("/");
    await wix.expireAccessTokens();
    await wix.fault("token", { kind: "status", seconds: 2 });
    await page.click("#who");
    await expect(page.locator("#email")).toHaveText("ada@example.com", { timeout: 10_000 });
    await expect(page.locator("#state")).toHaveText("member");
  });
});

test("nobody is signed in, and logs in on Wix' page, out, and in the page's own form", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("#state")).toHaveText("empty");
  await page.click("#login");
  await page.fill("#email", "grace@example.com");
  await page.fill("#password", "open-sesame");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.locator("#state")).toHaveText("member");
  await page.click("#logout");
  await expect(page.locator("#state")).not.toHaveText("member");
  await page.fill("#form [name=email]", "ada@example.com");
  await page.fill("#form [name=password]", "open-sesame");
  await page.getByRole("button", { name: "Log in here" }).click();
  await expect(page.locator("#state")).toHaveText("member");
  await page.click("#who");
  await expect(page.locator("#email")).toHaveText("ada@example.com");
});
