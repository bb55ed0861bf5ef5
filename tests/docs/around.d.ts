// What is around the code of documents: a bundler's environment, and modules of others, of which
// nothing is checked here but the name. The listings that use them are run by tests/package.
interface ImportMeta { readonly env: Record<string, string> }
declare const process: { readonly env: Record<string, string | undefined> }

declare module '@wix/*'
declare module 'js-cookie'
declare module 'next/headers'
declare module 'next/server'
declare module 'react'
declare module 'react-router'
declare module '@react-router/dev/routes'
