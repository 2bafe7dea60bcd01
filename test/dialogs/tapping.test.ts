/** Walks the talks as a member does: by tapping, on botbuilder's dialog stack, with the record stored and read back at every turn. */
import { describe, expect, test } from 'vitest'
import { createAssistant } from '../../dialogs/assistant.ts'
import { catalogues } from '../../dialogs/messages/index.ts'
import { emptyPolicy } from '../../domain/policy.ts'
import { languages, type TalkId, talkIds } from '../../domain/values.ts'
import type { Act } from '../../prompts/acts.ts'
import { Member, shippedFaq } from './member.ts'

const prove = process.env.PROVE === '1'
/** Turns that are walked in each talk and language; a talk that has fewer is walked whole. */
const mostTurns = prove ? 60_000 : 1500

/** What is typed where a question cannot be answered by tapping alone. */
const typed: Readonly<Record<string, readonly Act[]>> = {
  points: [499, 500, 2000, 2501].map((value) => ({ act: 'inform', slot: 'points', value })),
  productName: [{ act: 'inform', slot: 'productName', value: 'EOS R5' }],
  serialNumber: ['012345678901', '?'].map((value) => ({ act: 'inform', slot: 'serialNumber', value })),
  purchaseDate: [{ act: 'inform', slot: 'purchaseDate', value: '2023-03', estimate: true }],
  dealer: [{ act: 'inform', slot: 'dealer', value: 'Foto Hof' }],
}
const textOf = (act: Act): string => JSON.stringify(act)
const assistant = createAssistant({
  policy: emptyPolicy,
  faq: shippedFaq,
  understander: {
    understand: ({ text, pending }) => ({
      language: 'nl',
      acts: (typed[pending?.slot ?? ''] ?? []).filter((act) => textOf(act) === text),
    }),
  },
})

/** What tells two places in a conversation apart: the facts, and the talks that are started. */
const placeOf = ({ conversation }: Member): string =>
  JSON.stringify([
    Object.entries(conversation.facts).map(([key, { kind, value }]) => [
      key,
      kind === 'known' ? value : 'unsure',
    ]),
    conversation.stack.map(({ id }) => id),
  ])

const walkTalk = async (talk: TalkId, locale: 'nl' | 'en') => {
  const start = await new Member({ locale, assistant }).arrives()
  await start.says(catalogues[locale].topics[talk])
  // The newest first: so whole ways to an outcome are walked, also where not all of them can be.
  const open: { record: unknown; says: readonly string[]; asked: readonly string[] }[] = []
  const seen = new Set<string>()
  let turns = 0
  let outcomes = 0
  const note = (member: Member, asked: readonly string[]) => {
    const { pending } = member
    if (member.replies.some(({ channelData }) => channelData.cps.outcome)) {
      outcomes++
      return
    }
    expect(pending, `after ${asked.join(', ')}`).not.toBeNull()
    const round = Object.keys(member.conversation.facts).length
    const question = `${pending!.slot}#${pending!.item ?? ''}#${round}`
    expect(asked, `asked twice after ${asked.join(', ')}`).not.toContain(question)
    expect(member.taps.length).toBeGreaterThan(0)
    const place = placeOf(member)
    if (seen.has(place)) return
    seen.add(place)
    const says = [...member.taps, ...(typed[pending!.slot] ?? []).map(textOf)]
    open.push({ record: member.record, says, asked: [...asked, question] })
  }
  note(start, [])
  while (open.length > 0 && turns < mostTurns) {
    const { record, says, asked } = open.pop()!
    for (const text of says) {
      const member = new Member({ locale, assistant })
      member.record = record
      await member.says(text)
      turns++
      for (const { text: words } of member.replies) expect(words).not.toMatch(/undefined|NaN|\[object/)
      note(member, asked)
    }
  }
  return { turns, outcomes, places: seen.size, whole: open.length === 0 }
}

describe('tapping through every talk', () => {
  for (const language of languages)
    for (const talk of talkIds)
      test(`${talk} in ${language}`, { timeout: 1_200_000 }, async () => {
        const { turns, outcomes, places, whole } = await walkTalk(talk, language)
        console.log(
          `taps: ${talk} in ${language}: ${turns} turns, ${places} places, ${outcomes} outcomes, ${whole ? 'whole' : 'in part'}`,
        )
        expect(outcomes).toBeGreaterThan(3)
      })
})
