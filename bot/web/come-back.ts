/** The way back into a conversation by a link, as it stands in a mail. */
import type { Device } from './device.ts'
import { object, string } from './narrow.ts'

/** The conversation that a link's token is for; `undefined` where it cannot be read. */
function conversationOf(token: string): string | undefined {
  try {
    const body = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')
    return string(object(JSON.parse(atob(body))).conversation)
  } catch {
    return undefined
  }
}

/**
 * Takes up the conversation of the link that the page was opened with, and takes the token out of the address, so that it
 * stays in no history. A device that has the conversation already keeps its own secret, which lasts longer.
 */
export function comeBack(device: Pick<Device, 'resume'>) {
  const token = /^#back=([\w.-]{20,900})$/.exec(location.hash)?.[1]
  if (token === undefined) return
  history.replaceState(null, '', `${location.pathname}${location.search}`)
  const conversation = conversationOf(token)
  if (conversation !== undefined && !device.resume?.startsWith(`${conversation}.`)) device.resume = token
}
