import type { ServerSession } from 'fetch-with-auth/next'

// Undefined where there is nobody to ask for: a bot, for example.
export async function itemsIn({ state, stale, fetchWithAuth }: ServerSession): Promise<number | undefined> {
  if (stale || (state != 'visitor' && state != 'member')) return
  const response = await fetchWithAuth(`${process.env.WIX_ORIGIN}/ecom/v1/carts/current`)
  // Who has added nothing yet has no cart.
  return response.ok ? (await response.json()).cart.lineItems.length : 0
}
