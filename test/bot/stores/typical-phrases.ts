/** What many conversations have in common, word for word: what a dictionary for packing them is made of. */
import type { Page } from '../../../bot/stores/page.ts'
import { packPage } from '../../../bot/stores/page.ts'
import { type Owner, withoutRegularities } from '../../../bot/stores/redis/regularities.ts'
import { writeState } from '../../../bot/stores/redis/state.ts'
import type { Conversation } from '../../../bot/stores/store.ts'

/** A conversation as it was kept. */
export interface KeptConversation {
  readonly pages: readonly Page[]
  readonly last: Conversation
}

const jsonText = '"(?:[^"\\\\]|\\\\.)*"'
const shortest = 7
/** Serial numbers and the like are nobody else's. */
const isOneMembers = (phrase: string): boolean => /\d{6}/.test(phrase)

const all = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([whole]) => whole)

/** What is between the texts of a piece of JSON. */
const frameOf = (json: string): readonly string[] =>
  json.split(new RegExp(`(?<="(?:text|title|data|tooltip)":)${jsonText}`))

function inActivity(line: string): readonly string[] {
  const text = new RegExp(`"text":(${jsonText})`).exec(line)?.[1] ?? '""'
  return [
    ...text.slice(1, -1).split('\\n\\n'),
    ...all(line, /"suggestedActions":\{.*?\]\}(?:,"entities":\[\{"type":"https:\/\/)?/g),
    ...all(line, /"appearance":\{.*?\}\}/g),
    ...all(line, /"abstract":".*?"/g),
    ...all(line, /(?:\}\]\}\],)?"channelData":\{"cps":.*?"facts":\["?/g),
    ...all(line, /(?<="facts":\[)[^\]]+/g).flatMap((facts) => facts.split(',')),
    ...all(line, /"content":\{.*?\}\],"/g).flatMap(frameOf),
  ]
}

const inJournal = (line: string): readonly string[] =>
  all(
    line,
    /,"heard":\[\{"language":"\w+","acts":\[\{"act":"\w+"(?:,"slot":"\w+")?(?:,"value":(?:true|false|"\w+")?)?/g,
  )

function inState(state: string): readonly string[] {
  const memory = /"memory":\{.*/.exec(state)?.[0] ?? ''
  return [
    ...all(state, /(?:\},)?"[\w#@]+":\{"kind":"\w+",(?:"value":(?:true|false|"[a-z]+"|),?)?"words":"/gi),
    ...all(state, /"told":\{.*?\},/g).flatMap((told) => told.split(',').map((one) => `${one},`)),
    ...all(state, /(?<="order":\[)[^\]]+/g).flatMap((order) => order.split(',').map((one) => `${one},`)),
    ...memory.replace(/"order":.*?\]/, '"order":[').split(/"(?:undo|told)":\{.*?\},/),
    state
      .slice(0, state.indexOf('"facts"'))
      .split(/\d+|"resumeHash":".*?"/)
      .join(''),
  ]
}

/** The phrases of these conversations that are worth a place in a dictionary, the longest first. */
export function typicalPhrases(conversations: readonly KeptConversation[]): readonly string[] {
  const phrases = new Set<string>()
  for (const { pages, last } of conversations) {
    const owner: Owner = last
    const log = withoutRegularities(pages.map(packPage).join('\n'), owner) ?? ''
    const state = withoutRegularities(writeState(last), { id: owner.id, userId: owner.id }) ?? ''
    const found = [
      ...log.split('\n').flatMap((line) => {
        if (line.startsWith('- ')) return inJournal(line)
        return line.includes('"role":"user"') ? [line.replace(/"text":.*?,"/, '"text":,"')] : inActivity(line)
      }),
      ...inState(state),
    ]
    for (const phrase of found) if (phrase.length >= shortest && !isOneMembers(phrase)) phrases.add(phrase)
  }
  // Whole messages of one conversation, for what is between the phrases.
  for (const { pages, last } of conversations.slice(0, 1)) {
    const log = withoutRegularities(pages.map(packPage).join('\n'), last) ?? ''
    for (const line of log.split('\n').slice(0, 12)) if (!isOneMembers(line)) phrases.add(line)
  }
  let dictionary = ''
  const kept: string[] = []
  for (const phrase of [...phrases].sort(
    (one, other) => other.length - one.length || (one < other ? -1 : 1),
  )) {
    if (dictionary.includes(phrase)) continue
    dictionary += phrase
    kept.push(phrase)
  }
  return kept
}
