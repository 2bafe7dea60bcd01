/**
 * Narrowing of what comes over the wire. The page reads it by hand, field by field, because a schema library would
 * weigh more than the page itself; whatever is not as expected is absent.
 */

/** A JSON object of unknown content. */
export type Json = Readonly<Record<string, unknown>>

/** The value as an object; an empty one for anything else. */
export const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}

/** The value as a list; an empty one for anything else. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The value as a text, `undefined` for anything else and for the empty text. */
export const string = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** The value as a finite number, `undefined` for anything else. */
export const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

/** What the reader makes of each value, without those it makes nothing of. */
export const each = <T>(values: unknown, read: (value: unknown) => T | undefined): readonly T[] =>
  list(values)
    .map((value) => read(value))
    .filter((value): value is T => value !== undefined)
