// Pages that Wix hosts: they know whom this site acts as.
import { equal, ok, refused } from "../assert.js";
import { beside, test } from "../runner.js";
import { site, visitor } from "../world.js";
import { leaving, person } from "./person.js";
import { wire } from "./wire.js";

const frames = () => document.querySelectorAll("iframe").length;

for (const who of ["visitor", "member"]) {
  test(`syncToWixPages makes the Wix domain know the ${who}, and leaves no frame`, async () => {
    const mine = await person();
    const auth = mine.auth({ frameTimeout: 8 });
    await visitor(auth);
    if (who === "member") await auth.signInWithTokens(await mine.token());
    equal(await auth.syncToWixPages(), undefined);
    equal([frames(), (await mine.seen()).redirectSessions.map(({ intent, subject }) => `${intent} ${subject}`)], [0, [`login ${who.toUpperCase()}`]]);
    // What the Wix domain knows is what a silent login finds.
    equal(await auth.loginSilently(), who === "member");
  });
}

test("A sync that failed is not remembered as one that worked: the next asks again (§8.5 #41)", async () => {
  const mine = await person({ loginSessionFails: true });
  const auth = mine.auth({ frameTimeout: 8 });
  await auth.signInWithTokens(await mine.token());
  const kept = JSON.stringify([{ ...localStorage }, { ...sessionStorage }]);
  await auth.syncToWixPages();
  equal([await auth.loginSilently(), JSON.stringify([{ ...localStorage }, { ...sessionStorage }]) === kept], [false, true], "the failure");
  await mine.set({ loginSessionFails: false });
  await auth.syncToWixPages();
  equal(await auth.loginSilently(), true);
  equal((await mine.seen()).redirectSessions.filter(({ intent }) => intent === "login").length, 2);
});

test("A sync belongs to whom the page acts as: after a login it is done anew (§8.5 #41)", async () => {
  const mine = await person();
  const auth = mine.auth({ frameTimeout: 8 });
  await auth.syncToWixPages();
  await auth.signInWithTokens(await mine.token());
  await auth.syncToWixPages();
  equal((await mine.seen()).redirectSessions.map(({ subject }) => subject), ["VISITOR", "MEMBER"]);
});

test("A sync whose redirect session is not to be had says so, and loads no frame (§8.5 #41)", async () => {
  const mine = await person();
  const auth = mine.auth({ frameTimeout: 8 });
  for (const [fault, code] of [[{ kind: "cut" }, "api_unavailable"], [{ kind: "html" }, "api_unavailable"], [{ kind: "wix_error" }, "api_refused"]]) {
    await mine.set({ faults: { "redirect-session": fault } });
    await refused(auth.syncToWixPages(), code);
    equal(frames(), 0);
  }
});

const PAGES = {
  "/checkout": { ecomCheckout: { checkoutId: "c-1" } },
  "/bookings-checkout": { bookingsCheckout: { slotAvailability: { slot: { id: "s" } }, timezone: "Europe/Berlin" } },
  "/bookings-book": { bookingsBook: { resourceId: "r-1" } },
  "/events-checkout": { eventsCheckout: { reservationId: "e-1", eventSlug: "party" } },
  "/plans-checkout": { paidPlansCheckout: { planId: "p-1", checkoutData: "d" } },
  "/product-page": { storesProduct: { productSlug: "mug" } },
};

for (const [path, page] of Object.entries(PAGES)) {
  beside(`redirectToWixPage goes to the page that was asked for, with Wix' own members: ${path}`, async () => {
    const mine = await person();
    const tapped = wire();
    const auth = mine.auth({ fetch: tapped });
    const callbacks = { postFlowUrl: `${site}/`, thankYouPageUrl: `${site}/thanks`, state: "mine" };
    const preferences = { additionalQueryParameters: { a: "1" } };
    const url = new URL(await leaving((navigate) => auth.redirectToWixPage({ ...page, callbacks, preferences, navigate })));
    equal([url.pathname, url.searchParams.get("postFlowUrl"), url.searchParams.get("a")], [path, `${site}/`, "1"]);
    equal(JSON.parse(tapped.to("/_api/redirects-api/v1/redirect-session")[0].body), { ...page, callbacks, preferences });
  });
}

beside("A hosted page is requested as the person the page acts as", async () => {
  const mine = await person();
  const auth = mine.auth();
  const page = { ecomCheckout: { checkoutId: "c-1" } };
  await leaving((navigate) => auth.redirectToWixPage({ ...page, navigate }));
  await auth.signInWithTokens(await mine.token());
  await leaving((navigate) => auth.redirectToWixPage({ ...page, navigate }));
  equal((await mine.seen()).redirectSessions.map(({ subject }) => subject), ["VISITOR", "MEMBER"]);
});

beside("What is not exactly one page, and callbacks that are too long, are refused before anything is sent", async () => {
  const mine = await person();
  const auth = mine.auth();
  const page = { ecomCheckout: { checkoutId: "c-1" } };
  const long = `${site}/${"x".repeat(2048)}`;
  const BAD = [undefined, null, 5, {}, { callbacks: {} }, { ...page, storesProduct: { productSlug: "mug" } }, { ecomCheckout: 5 }, { checkout: {} }, ...["postFlowUrl", "thankYouPageUrl", "loginUrl", "cartPageUrl", "planListUrl", "bookingsServiceListUrl"].map((name) => ({ ...page, callbacks: { [name]: long } }))];
  for (const given of BAD) await refused(auth.redirectToWixPage(given), "invalid_options", JSON.stringify(given)?.slice(0, 80));
  equal([(await mine.seen()).redirectSessions, await mine.grants()], [[], { anonymous: 0, refresh: 0 }]);
});

beside("A way back that Wix does not allow is reported with the field, and the page is not left", async () => {
  const mine = await person();
  const { cause } = await refused(leaving((navigate) => mine.auth().redirectToWixPage({ ecomCheckout: { checkoutId: "c-1" }, callbacks: { postFlowUrl: "https://evil.example/" }, navigate })), "api_refused");
  ok(cause.violations[0].field.includes("postFlowUrl"), `the field, got ${JSON.stringify(cause)}`);
});
