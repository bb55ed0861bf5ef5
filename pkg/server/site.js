// The site that a request is for, as its visitors see it: a proxy in front may have another
// scheme and host than this server.

export const siteOf = ({ url, headers }, siteOrigin) => {
  if (siteOrigin) return siteOrigin
  const { protocol, host, origin } = new URL(url)
  // Of several proxies the first is the one that visitors see.
  const forwarded = name => headers.get(`x-forwarded-${name}`)?.split(',')[0].trim()
  const scheme = /^https?$/.test(forwarded('proto')) ? `${forwarded('proto')}:` : protocol
  try {
    return new URL(`${scheme}//${forwarded('host') || headers.get('host') || host}`).origin
  } catch {
    return origin
  }
}
