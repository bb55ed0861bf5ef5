// What code in the editor can import, as one module: a module that is a Blob can import no other by its path.
export * from 'fetch-with-auth'
export * from 'fetch-with-auth/devtools'
