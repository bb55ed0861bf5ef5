// A shop that Vite serves, against the local Wix: both packages as they are packed, and no network.
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
    await expect(page.locator("#cart")).toHaveText(/\d/);
    await wix.expireAccessTokens();
    await wix.fault("token", { kind: "status", seconds: 2 });
    await page.click("#who");
    await expect(page.locator("#email")).toHaveText("ada@example.com", { timeout: 10_000 });
    await expect(page.locator("#state")).toHaveText("member");
  });
});

test("a visitor fills a cart, logs in on Wix' page and out, and logs in by a form of the page", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("#cart")).toHaveText("0");
  await page.getByRole("button", { name: "Add Morning cup" }).click();
  await expect(page.locator("#cart")).toHaveText("1");
  await expect(page.locator("#state")).toHaveText("visitor");

  await page.click("#login");
  await page.fill("#email", "grace@example.com");
  await page.fill("#password", "open-sesame");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.locator("#state")).toHaveText("member");
  await expect(page.locator("#cart")).toHaveText("1");

  await page.click("#logout");
  await expect(page.locator("#state")).toHaveText("visitor");
  await expect(page.locator("#cart")).toHaveText("1");

  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password").fill("open-sesame");
  await page.getByRole("button", { name: "Log in here" }).click();
  await expect(page.locator("#state")).toHaveText("member");
  await page.click("#who");
  await expect(page.locator("#email")).toHaveText("ada@example.com");
  await expect(page.locator("#problem")).toBeEmpty();
});

test("a person continues with an account elsewhere", async ({ page }) => {
  await page.goto("/");
  await page.click("#login");
  await page.getByRole("link", { name: "Google" }).click();
  await page.getByRole("button", { name: "Tom Reed" }).click();
  await expect(page.locator("#state")).toHaveText("member");
  await page.click("#who");
  await expect(page.locator("#email")).toHaveText("tom.reed@example.com");
});
