/** Remembers what was worked out for a word or a text: members and clauses repeat themselves, the answer never changes. */

/** A function of texts that remembers its latest answers; when `most` are kept it forgets them all and starts again. */
export function remembering<T, More extends readonly string[] = []>(
  workOut: (text: string, ...more: More) => T,
  most: number,
): (text: string, ...more: More) => T {
  const known = new Map<string, T>()
  return (text, ...more) => {
    const key = more.length === 0 ? text : [text, ...more].join('\n\n')
    const answer = known.get(key)
    if (answer !== undefined || known.has(key)) return answer as T
    if (known.size >= most) known.clear()
    const worked = workOut(text, ...more)
    known.set(key, worked)
    return worked
  }
}
