import { sessions } from './lib/sessions'

export const proxy = sessions.proxy

export const config = {
  // All but what Next has built, files, and what is the same for everybody.
  matcher: '/((?!_next/|public|.*\\..*).*)',
}
