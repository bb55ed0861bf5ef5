// What is around the code of documents: a bundler's environment, and modules of others, of which
// nothing is checked here but the name. The listings that use them are run by tests/package or www/docs/test.
interface ImportMeta { readonly env: Record<string, string> }
declare const process: { readonly env: Record<string, string | undefined> }

declare module '@apollo/client/core'
declare module '@react-router/dev/routes'
declare module '@tanstack/query-core'
declare module '@wix/*'
declare module 'axios'
declare module 'cloudflare:workers'
declare module 'graphql-request'
declare module 'js-cookie'
declare module 'ky'
declare module 'next/headers'
declare module 'next/server'
declare module 'node:assert/strict'
declare module 'node:test'
declare module 'ofetch'
declare module 'openapi-fetch'
declare module 'react'
declare module 'react-router'

declare namespace JSX {
  interface IntrinsicElements { [name: string]: unknown }
}
