// What Wix nests in the token of a webhook: `data` is JSON of the event, and in it are
// JSON texts again. The event has the members that `client.webhooks.process` of
// @wix/sdk returns.

export const eventOf = ({ data }) => {
  try {
    const { eventType, instanceId, identity, accountInfo, data: payload } = JSON.parse(data)
    if (typeof eventType != 'string' || !eventType) return
    // An event of an account is not about an instance.
    if (typeof (instanceId ?? '') != 'string') return
    return Object.freeze({
      eventType,
      instanceId: instanceId || undefined,
      payload: JSON.parse(payload),
      ...(identity && { identity: JSON.parse(identity) }),
      ...(accountInfo && { accountInfo }),
    })
  } catch {}
}
