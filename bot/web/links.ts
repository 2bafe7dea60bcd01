/** Which addresses a message may lead to, and what a `data:` address holds. */

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

/**
 * The address where it is one that a member may be sent to: https, mailto, or plain http on the page's own origin or this
 * machine; `undefined` for everything else (`javascript:`, `data:`, other people's http).
 */
export function safeLink(address: unknown, page: string): string | undefined {
  if (typeof address !== 'string') return undefined
  let url: URL
  try {
    url = new URL(address.trim(), page)
  } catch {
    return undefined
  }
  if (url.protocol === 'https:' || url.protocol === 'mailto:') return url.href
  const ours = url.origin === new URL(page).origin || loopback.test(url.hostname)
  return url.protocol === 'http:' && ours ? url.href : undefined
}

const dataForm = /^data:([a-z]+\/[a-z0-9.+-]+)?((?:;[^;,]+)*),(.*)$/is
const savable = /^(text\/(plain|csv|calendar)|application\/(json|pdf))$/i

/** The address of a file to keep: a safe link, or a `data:` address of a kind that no browser runs; else `undefined`. */
export function safeFile(address: unknown, page: string): string | undefined {
  if (typeof address !== 'string') return undefined
  const data = dataForm.exec(address)
  if (data) return savable.test(data[1] ?? 'text/plain') ? address : undefined
  return /^mailto:/i.test(address.trim()) ? undefined : safeLink(address, page)
}

/** The text in a `data:` address, `undefined` where there is none or it cannot be read. */
export function dataText(address: string): string | undefined {
  const data = dataForm.exec(address)
  if (!data) return undefined
  try {
    const body = data[3] ?? ''
    if (!/;base64$/i.test(data[2] ?? '')) return decodeURIComponent(body)
    const bytes = Uint8Array.from(atob(decodeURIComponent(body)), (byte) => byte.charCodeAt(0))
    return new TextDecoder().decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * The address of one of the page's own drawings, in the form that stays sharp at any size; `undefined` for any other picture.
 * Messages name the form that every client can show.
 */
export function ownPicture(address: unknown, page: string): string | undefined {
  const link = safeLink(address, page)
  const name = link && /\/pictures\/([A-Za-z]+)\.png$/.exec(new URL(link).pathname)?.[1]
  return name && new URL(link).origin === new URL(page).origin ? `/pictures/${name}.svg` : undefined
}
