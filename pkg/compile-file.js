// A module that is a file of its own, compiled before it runs: Cloudflare Workers and
// Vercel's edge runtime compile nothing at run time.
/** @param {any} module */
export const compile = module => module
