/**
 * The log as Redis keeps it, a list: a page for each save, or many of them packed as one. In front of each is a line with the
 * log's last number by then, so that a script finds where to read; where it is packed, also with which dictionary and whose it is.
 */
import { toUSVString } from 'node:util'
import type { Page } from '../page.ts'
import { packPage, unpackPage } from '../page.ts'
import { newestDictionary, pack, unpack } from './packing.ts'
import type { Owner } from './regularities.ts'

/** So much text is packed as one, at most, in characters: what is read of it is all unpacked. */
const packedAtMost = 256 * 1024
const betweenPages = '\n\n'

/** A page as an element of the list, after which the log's last number is `last`. */
export const writeElement = (last: number, page: Page): string => `${last}\n${packPage(page)}`

/** The page of an element that is not packed. */
export const readPlainElement = (text: string): Page => unpackPage(text.slice(text.indexOf('\n') + 1))

/** What an element holds. */
export interface Element {
  /** The log's last number after it. */
  readonly last: number
  readonly pages: readonly Page[]
}

interface Head {
  readonly last: number
  readonly dictionary?: number | undefined
  readonly userId: string
  readonly body: Buffer
}

/** Any text may be a member's id: spaces and line breaks would end it in a head. `undefined` for what is no Unicode. */
function writeUserId(userId: string): string | undefined {
  return toUSVString(userId) === userId ? encodeURIComponent(userId) : undefined
}

function readUserId(written: string): string {
  try {
    return decodeURIComponent(written)
  } catch {
    // Of a program that wrote it as it was.
    return written
  }
}

function headOf(stored: Buffer): Head {
  const end = stored.indexOf(10)
  const [last, dictionary, userId = ''] = stored.toString('utf8', 0, end).split(' ')
  return {
    last: Number(last),
    dictionary: dictionary === undefined ? undefined : Number(dictionary),
    userId: readUserId(userId),
    body: stored.subarray(end + 1),
  }
}

const textOf = async (id: string, { body, dictionary, userId }: Head): Promise<string> =>
  dictionary === undefined ? body.toString('utf8') : unpack(body, dictionary, { id, userId })

/** Reads an element. */
export async function readElement(id: string, stored: Buffer): Promise<Element> {
  const head = headOf(stored)
  return { last: head.last, pages: (await textOf(id, head)).split(betweenPages).map(unpackPage) }
}

/** The list, made smaller: so many elements stay, and one takes the place of all after them. */
export interface Shorter {
  readonly stay: number
  readonly element: Buffer
}

/** The list packed; `undefined` where there is nothing to pack, or it cannot be. */
export async function packLog(owner: Owner, stored: readonly Buffer[]): Promise<Shorter | undefined> {
  const heads = stored.map(headOf)
  const plain = heads.findIndex(({ dictionary }) => dictionary === undefined)
  if (plain < 0) return undefined
  const before = heads[plain - 1]
  const together = before ? await textOf(owner.id, before) : ''
  const merges = before !== undefined && before.userId === owner.userId && together.length < packedAtMost
  const stay = merges ? plain - 1 : plain
  const texts = await Promise.all(heads.slice(stay).map((head) => textOf(owner.id, head)))
  const userId = writeUserId(owner.userId)
  if (userId === undefined) return undefined
  const packed = await pack(texts.join(betweenPages), owner)
  if (!packed) return undefined
  const element = Buffer.concat([
    Buffer.from(`${heads.at(-1)!.last} ${newestDictionary} ${userId}\n`),
    packed,
  ])
  // Nothing is replaced by what does not read as it did.
  return headOf(element).userId === owner.userId ? { stay, element } : undefined
}
