/** What their clients called the activities that a conversation accepted, kept as one short text with the conversation. */
import { hash } from 'node:crypto'

/** More than a conversation of the usual size limit can hold; what is beyond is forgotten, the oldest first. */
const marksAtMost = 20_000

let last: { readonly clientId: string; readonly mark: string } | undefined

/** 48 bits of a client's id: enough to tell one conversation's activities apart. A turn looks for it first, and then sets it. */
function markOf(clientId: string): string {
  if (last?.clientId !== clientId)
    last = { clientId, mark: hash('sha256', clientId, 'base64url').slice(0, 8) }
  return last.mark
}

/** The number of the activity that a client called so before; `undefined` where it is new. */
export function servedNumber(served: string, clientId: string): number | undefined {
  if (served === '') return undefined
  const at = served.indexOf(`,${markOf(clientId)}`)
  if (at < 0) return undefined
  const start = at + 9
  const end = served.indexOf(',', start)
  return Number.parseInt(served.slice(start, end < 0 ? undefined : end), 36)
}

/** The marks with one more: the activity that a client calls so has this number. */
export function withMark(served: string, clientId: string, number: number): string {
  const marks = `${served},${markOf(clientId)}${number.toString(36)}`
  // A mark takes at least ten characters: counted only where there may be too many.
  if (marks.length < marksAtMost * 10) return marks
  return marks
    .split(',')
    .slice(-marksAtMost)
    .map((mark) => mark && `,${mark}`)
    .join('')
}

/** The marks of these activities alone. */
export const marksOf = (served: string, numbers: readonly number[]): string =>
  served
    .split(',')
    .filter((mark) => mark !== '' && numbers.includes(Number.parseInt(mark.slice(8), 36)))
    .map((mark) => `,${mark}`)
    .join('')
