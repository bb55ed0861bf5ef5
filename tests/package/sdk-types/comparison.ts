// Every member of the SDK's strategies and of their options, compared with ours in both directions. A member that the
// SDK adds, or whose type it changes, is an error here.
import type * as Theirs from "@wix/sdk";
import type { SiteSessionAuth as TheirSiteSession } from "@wix/sdk/auth/site-session";
import type * as Ours from "fetch-with-auth/wix-sdk";

// As a whole: each stands where the SDK's stands.
export const strategy = (ours: Ours.IOAuthStrategy): Theirs.IOAuthStrategy => ours;
export const create = (ours: typeof Ours.OAuthStrategy): typeof Theirs.OAuthStrategy => ours;
export const site = (ours: typeof Ours.SiteSessionAuth): typeof TheirSiteSession => ours;
export const local = (ours: typeof Ours.createLocalTokenStorage): typeof Theirs.createLocalTokenStorage => ours;

// What is passed around, in both directions.
type Both<A extends B, B extends C, C = A> = [A, B, C];
export type Values = [
  Both<Ours.Tokens, Theirs.Tokens>,
  Both<Ours.Token, Theirs.Token>,
  Both<Ours.AccessToken, Theirs.AccessToken>,
  Both<Ours.RefreshToken, Theirs.RefreshToken>,
  Both<Ours.TokenStorage, Theirs.TokenStorage>,
  Both<Ours.OauthData, Theirs.OauthData>,
  Both<Ours.OauthPKCE, Theirs.OauthPKCE>,
  Both<Ours.IdentityProvider, Theirs.IdentityProvider>,
  Both<Ours.LoginState, Theirs.LoginState>,
  Both<Ours.TokenRole, Theirs.TokenRole>,
  Both<Ours.StateMachine, Theirs.StateMachine>,
  Both<Ours.ProcessableState, Theirs.ProcessableState>,
  Both<Ours.CalculateNextState<Ours.ProcessableState>, Theirs.CalculateNextState<Theirs.ProcessableState>>,
];
// Ours take more: a profile is any object, and an option may be undefined.
export const loginParams = (theirs: Theirs.LoginParams): Ours.LoginParams => theirs;
export const registerParams = (theirs: Theirs.RegisterParams): Ours.RegisterParams => theirs;
export const tokenRequestOptions = (theirs: Theirs.TokenRequestOptions): Ours.TokenRequestOptions => theirs;
export const config = (theirs: Parameters<typeof Theirs.OAuthStrategy>[0]): Parameters<typeof Ours.OAuthStrategy>[0] => theirs;
export const siteConfig = (theirs: Parameters<typeof TheirSiteSession>[0]): Parameters<typeof Ours.SiteSessionAuth>[0] => theirs;

// An option that the SDK adds would be lost.
type Second<F extends (...given: any[]) => unknown> = NonNullable<Parameters<F>[1]>;
type Keys<T> = T extends unknown ? keyof T : never;
export type Options = [
  Expect<Same<keyof Ours.LoginParams, keyof Theirs.LoginParams>>,
  Expect<Same<keyof NonNullable<Ours.LoginParams["captchaTokens"]>, keyof NonNullable<Theirs.LoginParams["captchaTokens"]>>>,
  Expect<Same<keyof Ours.RegisterParams, keyof Theirs.RegisterParams>>,
  Expect<Same<keyof Ours.TokenRequestOptions, keyof Theirs.TokenRequestOptions>>,
  Expect<Same<keyof Second<Ours.IOAuthStrategy["getAuthUrl"]>, keyof Second<Theirs.IOAuthStrategy["getAuthUrl"]> | "sessionToken">>,
  Expect<Same<keyof NonNullable<Parameters<Ours.IOAuthStrategy["getMemberTokensForExternalLoginWithSession"]>[2]>, keyof NonNullable<Parameters<Theirs.IOAuthStrategy["getMemberTokensForExternalLoginWithSession"]>[2]>>>,
  Expect<Same<keyof NonNullable<Parameters<Ours.IOAuthStrategy["sessions"]["syncToWixPages"]>[0]>, keyof Parameters<Theirs.IOAuthStrategy["sessions"]["syncToWixPages"]>[0]>>,
  Expect<Same<Keys<Ours.StrategyConfig>, Keys<Parameters<typeof Theirs.OAuthStrategy>[0]> | "storage" | "adopt" | "fetch" | "apiOrigin">>,
];

// Member by member. A method's parameters are compared more loosely by the compiler than those of a function, so they
// are taken apart here.
type Call = (...given: any[]) => unknown;
type Parts<F> = F extends (...given: infer Given) => infer Result ? { given: Given; result: Result } : { given: never; result: F };
/** The names for which a condition is false. */
type Not<T> = { [Name in keyof T]: T[Name] extends true ? never : Name }[keyof T];
type Fits<A, B> = [A] extends [B] ? true : false;
type Functions<A> = { [Name in keyof A as NonNullable<A[Name]> extends Call ? Name : never]-?: NonNullable<A[Name]> };
type Rest<A> = Omit<A, keyof Functions<A>>;

type Comparison<O, T> = {
  missing: Exclude<keyof T, keyof O>;
  more: Exclude<keyof O, keyof T>;
  /** Ours refuses what theirs takes. */
  takesLess: Not<{ [Name in keyof Functions<T> & keyof Functions<O>]: Fits<Parts<Functions<T>[Name]>["given"], Parts<Functions<O>[Name]>["given"]> }>;
  takesMore: Not<{ [Name in keyof Functions<T> & keyof Functions<O>]: Fits<Parts<Functions<O>[Name]>["given"], Parts<Functions<T>[Name]>["given"]> }>;
  /** Ours returns what theirs does not. */
  returnsElse: Not<{ [Name in keyof Functions<T> & keyof Functions<O>]: Fits<Parts<Functions<O>[Name]>["result"], Parts<Functions<T>[Name]>["result"]> }>;
  returnsMore: Not<{ [Name in keyof Functions<T> & keyof Functions<O>]: Fits<Parts<Functions<T>[Name]>["result"], Parts<Functions<O>[Name]>["result"]> }>;
  /** Members that are no functions. */
  isElse: Not<{ [Name in keyof Rest<T> & keyof Rest<O>]: Fits<Rest<O>[Name], Rest<T>[Name]> }>;
  isLess: Not<{ [Name in keyof Rest<T> & keyof Rest<O>]: Fits<Rest<T>[Name], Rest<O>[Name]> }>;
};
type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;
/** What takes more only because an option of ours may be undefined, to a compiler for which that is a difference. */
type OrUndefined<Names> = { option: undefined } extends { option?: 1 } ? never : Names;

type Strategy = Comparison<Omit<Ours.IOAuthStrategy, "sessions">, Omit<Theirs.IOAuthStrategy, "sessions">>;
export type OfStrategy = [
  // Declared for other strategies: the SDK's OAuthStrategy has none either.
  Expect<Same<Strategy["missing"], "decodeJWT">>,
  Expect<Same<Strategy["more"], "ready">>,
  Expect<Same<Strategy["takesLess"], never>>,
  // The SDK's code takes what ours declares: no oauthData, and a session token; the host is not used.
  Expect<Same<Strategy["takesMore"], "getAuthUrl" | "getAuthHeaders" | OrUndefined<"generateVisitorTokens" | "login" | "register" | "getMemberTokensForExternalLoginWithSession">>>,
  Expect<Same<Strategy["returnsElse"], never>>,
  // The SDK's code returns what ours declares. Other strategies have no token, and other headers.
  Expect<Same<Strategy["returnsMore"], "getAuthUrl" | "getActiveToken" | "getAuthHeaders">>,
  Expect<Same<Strategy["isElse"], never>>,
  Expect<Same<Strategy["isLess"], never>>,
];

type Sessions = Comparison<Ours.IOAuthStrategy["sessions"], Theirs.IOAuthStrategy["sessions"]>;
export type OfSessions = [
  Expect<Same<Sessions["missing"] | Sessions["more"] | Sessions["takesLess"] | Sessions["returnsElse"] | Sessions["returnsMore"], never>>,
  // The SDK's code needs no options.
  Expect<Same<Sessions["takesMore"], "syncToWixPages">>,
];

type Site = Comparison<Ours.ISiteSessionAuth, ReturnType<typeof TheirSiteSession>>;
export type OfSite = [
  Expect<Same<Site["missing"] | Site["takesLess"] | Site["returnsElse"] | Site["returnsMore"] | Site["isElse"], never>>,
  Expect<Same<Site["more"], "ready">>,
  Expect<Same<Site["takesMore"], "getAuthHeaders" | OrUndefined<"generateVisitorTokens" | "syncToWixPages">>>,
  // It is always true.
  Expect<Same<Site["isLess"], "shouldUseCDN">>,
];
