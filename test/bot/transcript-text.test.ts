import { describe, expect, it } from 'vitest'
import { transcriptParts } from '../../bot/channels/web/transcript.ts'
import type { Conversation } from '../../bot/stores/store.ts'

const conversation: Conversation = {
  id: 'a',
  revision: 1,
  turns: 1,
  userId: 'u',
  resumeHash: 'h',
  locale: 'en-GB',
  last: 1,
  served: '',
  inbox: [],
  touchedAt: 0,
  expiresAt: 1,
}

/** A log in parts of two, as a store gives a large one. */
const transcriptOf = async (...said: readonly object[]): Promise<string> => {
  const log = said.map((one, index) => ({
    number: index + 1,
    json: JSON.stringify({ type: 'message', ...one }),
  }))
  const store = {
    read: async (_id: string, after: number) => log.filter(({ number }) => number > after).slice(0, 2),
  }
  const parts: string[] = []
  for await (const part of transcriptParts(store, { ...conversation, last: log.length })) parts.push(part)
  return parts.join('')
}

describe('the transcript as a file', () => {
  it('is plain text: no marks of the assistant’s, what the member typed as it was typed', async () => {
    const text = await transcriptOf(
      { from: { role: 'user' }, text: 'it is **my** \\[X\\] lens' },
      {
        from: { role: 'bot' },
        textFormat: 'markdown',
        text: 'Noted: **EOS R5 \\(body\\)**.\n\n- one\n- [sign in](https://example.org/in)',
        attachments: [
          { content: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: '**A \\# B**' }] } },
        ],
      },
    )
    expect(text).toContain('\nit is **my** \\[X\\] lens\n')
    expect(text).toContain('Noted: EOS R5 (body).\n\n- one\n- sign in (https://example.org/in)\nA # B\n')
  })

  it('is whole, in its order, however many parts the log comes in', async () => {
    const texts = ['one', 'two', 'three', 'four', 'five']
    const text = await transcriptOf(...texts.map((text) => ({ from: { role: 'user' }, text })))
    expect(text).toBe(
      `Conversation with the CPS Assistant${texts.map((said) => `\n\nYou, \n${said}`).join('')}\n`,
    )
    expect(await transcriptOf()).toBe('Conversation with the CPS Assistant\n')
  })

  it('holds no key to the conversation itself', async () => {
    const link = 'https://chat.example/v3/directline/conversations/a/transcript?t=e30.e30.x-_x'
    const text = await transcriptOf({ from: { role: 'bot' }, text: `Call them.\n\n[Take it along](${link})` })
    expect(text).toContain('Call them.\n\nTake it along\n')
    expect(text).not.toContain('t=e30')
  })
})
