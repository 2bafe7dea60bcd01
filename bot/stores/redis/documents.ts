/**
 * Documents as Redis keeps them: each under a key of its own, and of each kind an index of all and one of those that are due. A
 * kind is in one slot, so that a document and its place in both indexes change as one stroke, in a cluster too.
 */
import type { DocumentKind, DocumentStore, KeptDocument } from '../store.ts'
import { StoreUnavailable } from '../store.ts'
import type { RedisClient } from './client.ts'
import { eraseDocument, keepDocument } from './scripts.ts'

const [readAtOnce, dueAtOnce] = [100, 100]

/** What scripts look at stands in front: revision, when it expires, when it is due. */
const asText = ({ revision, expiresAt, dueAt, json }: KeptDocument): string =>
  `${revision} ${Math.ceil(expiresAt)} ${dueAt ?? ''}\n${json}`

function documentOf(kind: DocumentKind, id: string, text: string): KeptDocument {
  const end = text.indexOf('\n')
  const [revision, expiresAt, dueAt] = text.slice(0, end).split(' ')
  if (end < 0 || !revision || !expiresAt) throw new StoreUnavailable('what is stored cannot be read')
  return {
    kind,
    id,
    revision: Number(revision),
    json: text.slice(end + 1),
    ...(dueAt ? { dueAt: Number(dueAt) } : {}),
    expiresAt: Number(expiresAt),
  }
}

/** The documents under keys that begin so. */
export function redisDocuments(client: RedisClient, prefix: string): DocumentStore {
  const keyOf = (kind: DocumentKind, id: string) => `${prefix}{${kind}}:d:${id}`
  const allKey = (kind: DocumentKind) => `${prefix}{${kind}}:all`
  const dueKey = (kind: DocumentKind) => `${prefix}{${kind}}:due`
  const keysOf = (kind: DocumentKind, id: string) => [keyOf(kind, id), allKey(kind), dueKey(kind)]

  async function idsOf(key: string, ...words: string[]): Promise<readonly string[]> {
    return (await client.call({
      name: 'documents',
      key,
      words: ['ZRANGEBYSCORE', key, ...words],
    })) as string[]
  }

  async function read(kind: DocumentKind, ids: readonly string[], now: number) {
    const found: KeptDocument[] = []
    for (let at = 0; at < ids.length; at += readAtOnce) {
      const some = ids.slice(at, at + readAtOnce)
      const keys = some.map((id) => keyOf(kind, id))
      const command = { name: 'documents', key: keys[0]!, words: ['MGET', ...keys] }
      const texts = (await client.call(command)) as readonly (string | null)[]
      for (const [index, text] of texts.entries())
        if (text !== null) found.push(documentOf(kind, some[index]!, text))
    }
    return found.filter(({ expiresAt }) => expiresAt > now)
  }

  return {
    document: async (kind, id, now) => (await read(kind, [id], now))[0],

    async keepDocument(document, now) {
      const { kind, id, revision, dueAt } = document
      const expiresAt = Math.ceil(document.expiresAt)
      const words = [
        id,
        String(revision),
        String(now),
        String(Math.max(1, Math.ceil(expiresAt - now))),
        asText({ ...document, revision: revision + 1 }),
        String(expiresAt),
        dueAt === undefined ? '' : String(dueAt),
      ]
      const reply = await client.run('documents', keepDocument, { keys: keysOf(kind, id), words })
      return reply as 'saved' | 'conflict'
    },

    async documents(kind, now) {
      const ids = await idsOf(allKey(kind), `(${now}`, '+inf')
      return read(kind, [...ids].sort(), now)
    },

    async dueDocuments(kind, now) {
      const ids = await idsOf(dueKey(kind), '-inf', String(now), 'LIMIT', '0', String(dueAtOnce))
      return read(kind, ids, now)
    },

    async eraseDocument(kind, id) {
      await client.run('documents', eraseDocument, { keys: keysOf(kind, id), words: [id] })
    },
  }
}
