/** The plainest understander there is, to compare with: the example that shares the most words wins, values are numbers and tiers as they stand. */
import type { Act, Understander } from '../../prompts/acts.ts'
import type { Example } from '../../prompts/local/train.ts'

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

/** Makes an understander that matches keywords. */
export function keywordBaseline(examples: readonly Example[]): Understander {
  const index = examples.map(({ text, acts }) => ({ words: wordsOf(text), acts }))
  return {
    understand: ({ text, language }) => {
      const own = wordsOf(text)
      let best: readonly Act[] = [{ act: 'unknown' }]
      let score = 0.2
      for (const { words, acts } of index) {
        let shared = 0
        for (const word of own) if (words.has(word)) shared++
        const likeness = shared / (own.size + words.size - shared || 1)
        if (likeness > score) [best, score] = [acts, likeness]
      }
      return { language: language ?? 'nl', acts: best }
    },
  }
}
