// What a page gets for fetch-with-auth/backend where the bundler knows that it
// is one. It has the names, since a name that is missing would be an error of
// its own, and a less telling one.
import { refuse } from './backend/page.js'

export let BackendError, Permissions, WebMethodError, createBackend, elevate, fetchWithAuth, getContext, httpClient, requireOwner, webMethod

refuse('backend')
