/*
 * Types of the platform, as the project's TypeScript knows them: by its library `dom` or
 * `webworker`, by `@types/node` or `@cloudflare/workers-types`. Where it knows none, these are
 * what the declarations of this package need.
 */

type Platform = typeof globalThis

export type Fetch = Platform extends { fetch: infer T } ? T : (input: string | URL | Request, init?: object) => Promise<Response>

export type Headers = Platform extends { Headers: { prototype: infer T } } ? T : { get(name: string): string | null; has(name: string): boolean; set(name: string, value: string): void }

export type Request = Platform extends { Request: { prototype: infer T } } ? T : Body & { readonly method: string; readonly url: string }

export type Response = Platform extends { Response: { prototype: infer T } } ? T : Body & { readonly ok: boolean; readonly status: number }

export type URL = Platform extends { URL: { prototype: infer T } } ? T : { readonly href: string }

interface Body {
  readonly headers: Headers
  json(): Promise<any>
  text(): Promise<string>
}
