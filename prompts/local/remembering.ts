/** Remembers what was worked out for a word or a text: members and clauses repeat themselves, the answer never changes. */

/** A function of one text that remembers its latest answers; when `most` are kept it forgets them all and starts again. */
export function remembering<T>(workOut: (text: string) => T, most: number): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const answer = known.get(text)
    if (answer !== undefined || known.has(text)) return answer as T
    if (known.size >= most) known.clear()
    const worked = workOut(text)
    known.set(text, worked)
    return worked
  }
}
