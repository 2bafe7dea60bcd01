/**
 * Texts as references into a dictionary of what is typical, and the rest: what the assistant says in most conversations, and
 * the names of what is kept, then cost a few bytes each. What is not in the dictionary simply stays as it is.
 */

const shortest = 7
const hashBits = 16
const candidatesAtMost = 96

/** Where each sequence of bytes of a dictionary is found. */
export interface DictionaryIndex {
  readonly dictionary: Buffer
  /** The newest position by hash, and by position the one before with the same hash; -1 for none. */
  readonly heads: Int32Array
  readonly earlier: Int32Array
}

const hashAt = (bytes: Buffer, at: number): number =>
  Math.imul(bytes.readUInt32LE(at) ^ Math.imul(bytes.readUInt16LE(at + 4), 0x9e3779b1), 0x85ebca6b) >>>
  (32 - hashBits)

/** Indexes a dictionary. */
export function indexDictionary(dictionary: Buffer): DictionaryIndex {
  const heads = new Int32Array(1 << hashBits).fill(-1)
  const earlier = new Int32Array(dictionary.length).fill(-1)
  for (let at = 0; at + shortest <= dictionary.length; at++) {
    const hash = hashAt(dictionary, at)
    earlier[at] = heads[hash]!
    heads[hash] = at
  }
  return { dictionary, heads, earlier }
}

function lengthOfMatch(one: Buffer, at: number, other: Buffer, from: number): number {
  const most = Math.min(one.length - at, other.length - from)
  let length = 0
  while (length < most && one[at + length] === other[from + length]) length++
  return length
}

function longestMatch({ dictionary, heads, earlier }: DictionaryIndex, text: Buffer, at: number) {
  let [offset, length] = [-1, shortest - 1]
  if (at + shortest > text.length) return { offset, length }
  let candidate = heads[hashAt(text, at)]!
  for (let tried = 0; candidate >= 0 && tried < candidatesAtMost; tried++) {
    const matched = lengthOfMatch(text, at, dictionary, candidate)
    if (matched > length) [offset, length] = [candidate, matched]
    candidate = earlier[candidate]!
  }
  return { offset, length }
}

function putNumber(into: number[], value: number): void {
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) into.push((rest % 0x80) | 0x80)
  into.push(rest)
}

/** The text as references and a rest. */
export function withReferences(index: DictionaryIndex, text: Buffer): Buffer {
  const references: number[] = []
  const rest: Buffer[] = []
  let from = 0
  let count = 0
  for (let at = 0; at < text.length; ) {
    let match = longestMatch(index, text, at)
    if (match.offset < 0) {
      at++
      continue
    }
    // One byte later there may be a longer one.
    for (let next = longestMatch(index, text, at + 1); next.length > match.length + 1; ) {
      match = next
      at++
      next = longestMatch(index, text, at + 1)
    }
    putNumber(references, at - from)
    putNumber(references, match.length - shortest)
    references.push(match.offset & 0xff, (match.offset >> 8) & 0xff, match.offset >> 16)
    rest.push(text.subarray(from, at))
    count++
    at += match.length
    from = at
  }
  rest.push(text.subarray(from))
  const head: number[] = []
  putNumber(head, count)
  return Buffer.concat([Buffer.from(head), Buffer.from(references), ...rest])
}

/** The text that `withReferences` made that of, with the same dictionary. */
export function withoutReferences(dictionary: Buffer, packed: Buffer): Buffer {
  let at = 0
  const number = () => {
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      const byte = packed[at++]!
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }
  const references = Array.from({ length: number() }, () => {
    const before = number()
    const length = number() + shortest
    const offset = packed.readUIntLE(at, 3)
    at += 3
    return { before, length, offset }
  })
  const parts: Buffer[] = []
  for (const { before, length, offset } of references) {
    parts.push(packed.subarray(at, at + before), dictionary.subarray(offset, offset + length))
    at += before
  }
  parts.push(packed.subarray(at))
  return Buffer.concat(parts)
}
