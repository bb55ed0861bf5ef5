// An option that is undefined is one that is left out, also for a compiler that distinguishes the two: `appSecret:
// process.env.APP_SECRET` needs no check of its own.
import { createAuth, webMethods } from "fetch-with-auth";
import type { Auth, AuthOptions, CommonOptions, LogoutOptions, MemberTokens, PasswordReset, PasswordResetEmail, RedirectLogin, RegisterOptions, VerifyOptions, WixPage } from "fetch-with-auth";
import { createBackend, webMethod } from "fetch-with-auth/backend";
import type { Backend, BackendOptions, WebMethodError, WebhookOptions } from "fetch-with-auth/backend";
import type { WebMethodsOptions } from "fetch-with-auth/vite";
import type { WixHostOptions } from "fetch-with-auth/wix-host";
import type { CommonConfig, IOAuthStrategy, LoginParams, RegisterParams, StrategyConfig, TokenRequestOptions } from "fetch-with-auth/wix-sdk";

type Optional<T> = { [Name in keyof T]-?: {} extends Pick<T, Name> ? Name : never }[keyof T];
/** The optional members that may not be undefined. */
type Strict<T> = T extends unknown ? { [Name in Optional<T>]: { [Only in Name]: undefined } extends Pick<T, Name> ? never : Name }[Optional<T>] : never;
type Nothing<T extends never> = T;
type Second<F extends (...given: any[]) => unknown> = NonNullable<Parameters<F>[1]>;

export type All = [
  Nothing<Strict<AuthOptions>>,
  Nothing<Strict<CommonOptions>>,
  Nothing<Strict<RedirectLogin>>,
  Nothing<Strict<RegisterOptions>>,
  Nothing<Strict<NonNullable<RegisterOptions["captchaTokens"]>>>,
  Nothing<Strict<VerifyOptions>>,
  Nothing<Strict<PasswordReset>>,
  Nothing<Strict<PasswordResetEmail>>,
  Nothing<Strict<LogoutOptions>>,
  Nothing<Strict<MemberTokens>>,
  Nothing<Strict<WixPage>>,
  Nothing<Strict<NonNullable<WixPage["callbacks"]>>>,
  Nothing<Strict<Second<typeof webMethods>>>,
  Nothing<Strict<BackendOptions>>,
  Nothing<Strict<NonNullable<BackendOptions["limits"]>>>,
  Nothing<Strict<Second<Backend["handle"]>>>,
  Nothing<Strict<Second<Backend["asApp"]>>>,
  Nothing<Strict<WebhookOptions>>,
  Nothing<Strict<Second<Backend["getMemberTokensForExternalLoginWithSession"]>>>,
  Nothing<Strict<NonNullable<Parameters<typeof webMethod>[2]>>>,
  Nothing<Strict<NonNullable<ConstructorParameters<typeof WebMethodError>[2]>>>,
  Nothing<Strict<WebMethodsOptions>>,
  Nothing<Strict<WixHostOptions>>,
  Nothing<Strict<StrategyConfig>>,
  Nothing<Strict<CommonConfig>>,
  Nothing<Strict<TokenRequestOptions>>,
  Nothing<Strict<LoginParams>>,
  Nothing<Strict<RegisterParams>>,
  Nothing<Strict<Second<IOAuthStrategy["getAuthUrl"]>>>,
  Nothing<Strict<NonNullable<Parameters<IOAuthStrategy["generateVisitorTokens"]>[0]>>>,
  Nothing<Strict<NonNullable<Parameters<IOAuthStrategy["sessions"]["syncToWixPages"]>[0]>>>,
];

// What these checks are for.
declare const env: { [name: string]: string | undefined };
export const backend: Backend = createBackend({ appId: "app", appSecret: env["APP_SECRET"], instanceId: env["INSTANCE_ID"], apiKey: env["API_KEY"], siteId: env["SITE_ID"], limits: { body: undefined } });
export const auth: Auth = createAuth({ clientId: "id", apiOrigin: env["API"], audience: undefined, storage: undefined });
// @ts-expect-error a client ID is needed, so it must be there
createAuth({ clientId: env["CLIENT_ID"] });
// @ts-expect-error so is the app's ID
createBackend({ appId: env["APP_ID"] });
