/** Slips of the finger, made on purpose: for training, and for measuring how much they are forgiven. */

const near: Readonly<Record<string, string>> = {
  a: 'sqz',
  b: 'vn',
  c: 'xv',
  d: 'sf',
  e: 'wr',
  f: 'dg',
  g: 'fh',
  h: 'gj',
  i: 'uo',
  j: 'hk',
  k: 'jl',
  l: 'k',
  m: 'n',
  n: 'bm',
  o: 'ip',
  p: 'o',
  q: 'wa',
  r: 'et',
  s: 'ad',
  t: 'ry',
  u: 'yi',
  v: 'cb',
  w: 'qe',
  x: 'zc',
  y: 'tu',
  z: 'xa',
}

/** A text with one slip in a word of four letters or more: a letter dropped, doubled, swapped or replaced by its neighbour; words of `spared` texts stay. `next` gives numbers from 0 up to 1. */
export function withSlip(text: string, next: () => number, spared: readonly string[] = []): string {
  const words = [...text.matchAll(/(?<![\p{L}\p{N}@.])\p{L}{4,}(?![\p{L}\p{N}@]|\.\p{L})/gu)].filter(
    ({ 0: word }) => !spared.some((kept) => kept.includes(word)),
  )
  const word = words[Math.floor(next() * words.length)]
  if (!word) return text
  const at = word.index + 1 + Math.floor(next() * (word[0].length - 2))
  const char = text[at]!
  const kind = Math.floor(next() * 4)
  const neighbours = near[char.toLowerCase()] ?? char
  const change =
    kind === 0
      ? ''
      : kind === 1
        ? char + char
        : kind === 2
          ? (text[at + 1] ?? '') + char
          : neighbours[Math.floor(next() * neighbours.length)]!
  return text.slice(0, at) + change + text.slice(at + (kind === 2 ? 2 : 1))
}
