/** A library's engine to compare with, nlp.js, trained on the same examples. It knows no slots: it can be right only where a message gives no value. */
import { containerBootstrap } from '@nlpjs/core'
import { LangEn } from '@nlpjs/lang-en'
import { LangNl } from '@nlpjs/lang-nl'
import { Nlp } from '@nlpjs/nlp'
import type { Act, Understander } from '../../prompts/acts.ts'
import { detectLanguage } from '../../prompts/local/language.ts'
import { readText } from '../../prompts/local/text.ts'
import type { SpokenExample } from './train.ts'

/** Where a library's first reading scores less than this, it did not understand (its own default). */
const threshold = 0.5

/** Makes an understander of nlp.js: a message's acts are one intent. Both languages are trained, each with its own examples. */
export async function libraryBaseline(examples: readonly SpokenExample[]): Promise<Understander> {
  const container = await containerBootstrap()
  container.use(LangNl)
  container.use(LangEn)
  const nlp = new Nlp({
    container,
    languages: ['nl', 'en'],
    autoSave: false,
    forceNER: false,
    nlu: { log: false },
  })
  const intents = new Map<string, readonly Act[]>()
  for (const { text, acts, language } of examples) {
    if (acts.some((act) => 'value' in act)) continue
    const intent = JSON.stringify(acts)
    intents.set(intent, acts)
    nlp.addDocument(language, text, intent)
  }
  await nlp.train()
  return {
    understand: async ({ text, language }) => {
      // Its own guesser confuses short texts: it gets ours, which is to its advantage.
      const spoken = language ?? (detectLanguage(readText(text).low) === 'en' ? 'en' : 'nl')
      const { intent, score } = await nlp.process(spoken, text)
      const acts = intent && score >= threshold ? intents.get(intent) : undefined
      return { language: spoken, acts: acts ?? [{ act: 'unknown' }] }
    },
  }
}
