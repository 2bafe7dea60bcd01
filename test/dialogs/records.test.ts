import { type Activity, TurnContext } from 'botbuilder-core'
import { describe, expect, it } from 'vitest'
import { WebAdapter } from '../../bot/channels/web/adapter.ts'
import { type Assistant, createAssistant } from '../../dialogs/assistant.ts'
import { emptyPolicy } from '../../domain/policy.ts'
import { scripted, shippedFaq } from './member.ts'

const assistant = createAssistant({
  policy: emptyPolicy,
  faq: shippedFaq,
  understander: scripted(
    new Map([['2000?', [{ act: 'inform', slot: 'points', value: 2000, bound: 'about' }]]]),
  ),
})
const adapter = new WebAdapter()

/** Every level of it, so that whoever changes it throws. */
const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) frozen(part)
  }
  return value
}

const serve = (stored: unknown, given: Partial<Activity>, run: Assistant['turn'] = assistant.turn) =>
  adapter.run(
    {
      incoming: {
        conversation: { id: 'c' },
        from: { id: 'm' },
        channelId: 'directline',
        ...given,
      } as Activity,
      firstNumber: 1,
      locale: 'nl',
      now: new Date('2026-11-22T10:00:00Z'),
    },
    (context) => run(context, { stored, now: new Date('2026-11-22T10:00:00Z') }),
  )

/** A conversation with a verdict, a correction, an undo, an interruption and a restart in it. */
const messages = [
  'Welk niveau kan ik kiezen?',
  '2000?',
  'Betalen',
  'Creditcard',
  'Ja',
  'Terug',
  'Nog niet',
  'Nee',
  'Weet ik niet',
  'Goud',
  'Ongedaan maken',
  'Wat weet je van mij?',
  'Wijzig punten',
  'Stop',
  'Opnieuw beginnen',
  'Ja, begin opnieuw',
  'Wachtwoord of inloggen',
  'Nee, lukt niet',
]

const hold = async (between: (record: unknown) => unknown) => {
  let stored: unknown
  const said: unknown[] = []
  for (const text of messages) {
    const { result, replies } = await serve(stored, { type: 'message', text })
    stored = between(result.record)
    said.push({ replies, record: JSON.stringify(stored) })
  }
  return said
}

describe('a record', () => {
  it('that a turn was given is left as it was, and so are its replies, so that a turn can be run again', async () => {
    let stored: unknown
    for (const text of messages) {
      const first = await serve(stored, { type: 'message', text })
      const again = await serve(stored, { type: 'message', text })
      expect(again).toEqual(first)
      stored = frozen(first).result.record
    }
  })

  it('goes on in the same way whether it was kept in memory or comes out of a store', async () => {
    const kept = await hold((record) => record)
    const read = await hold((record) => JSON.parse(JSON.stringify(record)))
    expect(kept).toEqual(read)
  })
})

describe('a turn on the web channel', () => {
  it('that is over sends nothing more', async () => {
    let left: TurnContext | undefined
    await serve(undefined, { type: 'message', text: 'Betalen' }, async (context, setting) => {
      left = context
      return assistant.turn(context, setting)
    })
    expect(left).toBeInstanceOf(TurnContext)
    await expect(left!.sendActivity('and another thing')).rejects.toThrow()
  })

  it('shows what it sends to who listens in', async () => {
    const heard: unknown[] = []
    const { replies } = await serve(
      undefined,
      { type: 'message', text: 'Betalen' },
      async (context, setting) => {
        context.onSendActivities(async (_context, activities, next) => {
          heard.push(...activities.map(({ text }) => text))
          return next()
        })
        return assistant.turn(context, setting)
      },
    )
    expect(heard).toEqual(replies.map(({ activity }) => activity.text))
    expect(heard).not.toEqual([])
  })
})
