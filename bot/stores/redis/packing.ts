/**
 * A conversation's texts made small for as long as nobody reads them: what repeats by rule goes, what is typical becomes a
 * reference, and brotli does the rest. A text that does not come back as it was is kept as it is.
 */
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import { type DictionaryIndex, indexDictionary, withoutReferences, withReferences } from './references.ts'
import { type Owner, withoutRegularities, withRegularities } from './regularities.ts'

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)

/** The dictionary that texts are packed with now. What was packed with an older one is read with that. */
export const newestDictionary = 2

/** A dictionary that was used once is never changed: texts refer to places in it. */
const dictionaries: Readonly<Record<number, () => Promise<readonly string[]>>> = {
  1: async () => (await import('./dictionary-1.json', { with: { type: 'json' } })).default,
  // All of the first, and what states have that came since.
  2: async () => [
    ...(await phrasesOf(1)),
    ...(await import('./dictionary-2.json', { with: { type: 'json' } })).default,
  ],
}

/** What is typical, as that dictionary has it. */
export function phrasesOf(version: number): Promise<readonly string[]> {
  const load = dictionaries[version]
  if (!load) throw new Error(`there is no dictionary ${version}: a newer program packed this`)
  return load()
}

/** None is read before it is needed. */
const loaded = new Map<number, Promise<DictionaryIndex>>()

function dictionaryOf(version: number): Promise<DictionaryIndex> {
  const known = loaded.get(version)
  if (known) return known
  const index = phrasesOf(version).then((phrases) => indexDictionary(Buffer.from(phrases.join(''))))
  loaded.set(version, index)
  return index
}

/** The text, packed with the newest dictionary; `undefined` where it cannot be. */
export async function pack(text: string, owner: Owner): Promise<Buffer | undefined> {
  const shorter = withoutRegularities(text, owner)
  if (shorter === undefined) return undefined
  const packed = await compress(withReferences(await dictionaryOf(newestDictionary), Buffer.from(shorter)), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_LGWIN]: 18 },
  })
  return (await unpack(packed, newestDictionary, owner)) === text ? packed : undefined
}

/** The text that was packed with that dictionary. */
export async function unpack(packed: Buffer, version: number, owner: Owner): Promise<string> {
  const { dictionary } = await dictionaryOf(version)
  return withRegularities(withoutReferences(dictionary, await decompress(packed)).toString('utf8'), owner)
}
