/**
 * A conversation as Redis keeps it: a line with its revision and when it expires, which scripts read, then the rest as JSON,
 * or packed (the line then says with which dictionary).
 */
import { type Conversation, jsonOf } from '../store.ts'
import { newestDictionary, pack, unpack } from './packing.ts'

/** Nobody is named in a state before it is read. */
const ownerOf = (id: string) => ({ id, userId: id })

/** The conversation as text, with the revision that it is kept with; its record's text where that is written already. */
export function writeState(conversation: Conversation, recordText?: string): string {
  const { revision, expiresAt } = conversation
  // What the line says already, and the key, is left out; an empty inbox says nothing either.
  const inbox = conversation.inbox.length > 0 ? conversation.inbox : undefined
  const without = { id: undefined, revision: undefined, expiresAt: undefined, inbox }
  return `${revision} ${expiresAt}\n${jsonOf({ ...conversation, ...without }, recordText)}`
}

/** Whether a state is packed already. */
export const isPacked = (stored: Buffer): boolean => headOf(stored).dictionary !== undefined

/** The conversation that is stored so. */
export async function readState(id: string, stored: Buffer): Promise<Conversation> {
  const { revision, expiresAt, dictionary, body } = headOf(stored)
  const json = dictionary === undefined ? body.toString('utf8') : await unpack(body, dictionary, ownerOf(id))
  const rest = JSON.parse(json) as Omit<Conversation, 'id' | 'revision' | 'expiresAt'>
  return { ...rest, id, revision, expiresAt, inbox: rest.inbox ?? [] }
}

/** The same state, packed; `undefined` where it cannot be. */
export async function packState(id: string, stored: Buffer): Promise<Buffer | undefined> {
  const { revision, expiresAt, body } = headOf(stored)
  const packed = await pack(body.toString('utf8'), ownerOf(id))
  return packed && Buffer.concat([Buffer.from(`${revision} ${expiresAt} ${newestDictionary}\n`), packed])
}

function headOf(stored: Buffer) {
  const end = stored.indexOf(10)
  const [revision, expiresAt, dictionary] = stored.toString('latin1', 0, end).split(' ')
  return {
    revision: Number(revision),
    expiresAt: Number(expiresAt),
    dictionary: dictionary === undefined ? undefined : Number(dictionary),
    body: stored.subarray(end + 1),
  }
}
