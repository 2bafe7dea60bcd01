import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Activity, readActivity } from '../../../bot/web/protocol.ts'
import { nl } from '../../../bot/web/texts/nl.ts'
import {
  awaitsAnswer,
  beginAnew,
  emptyTranscript,
  keepOnly,
  lastFromBot,
  merge,
  openQuestion,
  progressOf,
  say,
  settle,
  type Transcript,
  withdraw,
} from '../../../bot/web/transcript.ts'
import { transcriptText } from '../../../bot/web/transcript-file.ts'

const page = 'http://localhost:3978/'
const member = 'dl_m'

function activity(number: number, more: object = {}): Activity {
  const id = `talk|${String(number).padStart(7, '0')}`
  return readActivity(
    { type: 'message', id, from: { id: 'bot', role: 'bot' }, text: `bot ${number}`, ...more },
    page,
  )!
}

const echo = (number: number, mark: string, text = mark) =>
  activity(number, { from: { id: member }, text, channelData: { clientActivityID: mark } })

const saying = (transcript: Transcript, mark: string) => say(transcript, { key: mark, text: mark, at: 0 })

const shown = ({ entries }: Transcript) =>
  entries.map((entry) =>
    entry.kind === 'bot' ? entry.activity.text : entry.kind === 'member' ? entry.text : entry.note,
  )

describe('what comes from the log', () => {
  test('stands there once, in the log’s order, however it comes', () => {
    const log = [activity(1), echo(2, 'ja'), activity(3), activity(4), echo(5, 'nee'), activity(10)]
    const inOrder = shown(merge(emptyTranscript, log, member))
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...log, ...log], { minLength: log.length * 2 }),
        fc.nat(11),
        (heard, cut) => {
          const first = merge(emptyTranscript, heard.slice(0, cut), member)
          expect(shown(merge(first, heard.slice(cut), member))).toEqual(inOrder)
        },
      ),
    )
  })

  test('another tab’s message is the member’s own', () => {
    const { entries } = merge(emptyTranscript, [echo(1, 'elders')], member)
    expect(entries).toMatchObject([{ kind: 'member', text: 'elders', state: 'sent' }])
  })

  test('typing lasts until the bot has spoken', () => {
    const typing = merge(emptyTranscript, [activity(0, { type: 'typing', id: '' })], member)
    expect(typing.typing).toBe(true)
    expect(merge(typing, [activity(1)], member).typing).toBe(false)
  })
})

describe('what the member says', () => {
  test('is there at once, and the echo finds it, before or after the answer to the post', () => {
    const before = saying(merge(emptyTranscript, [activity(1)], member), 'm1')
    expect(before.entries.at(-1)).toMatchObject({ state: 'sending' })
    const echoed = merge(before, [echo(2, 'm1')], member)
    expect(shown(echoed)).toEqual(['bot 1', 'm1'])
    expect(settle(echoed, 'm1', 'sent', 'talk|0000002').entries).toEqual(echoed.entries)
    const settled = settle(before, 'm1', 'sent', 'talk|0000002')
    expect(shown(merge(settled, [echo(2, 'm1'), activity(3)], member))).toEqual(['bot 1', 'm1', 'bot 3'])
  })

  test('stands below what the log already had when it was said', () => {
    const said = saying(merge(emptyTranscript, [activity(1)], member), 'm1')
    const spoken = merge(said, [activity(2)], member)
    expect(shown(spoken)).toEqual(['bot 1', 'bot 2', 'm1'])
    expect(shown(merge(spoken, [echo(3, 'm1'), activity(4)], member))).toEqual([
      'bot 1',
      'bot 2',
      'm1',
      'bot 4',
    ])
  })

  test('a failure that the log contradicts is none', () => {
    const said = saying(emptyTranscript, 'm1')
    const failed = settle(said, 'm1', { kind: 'failed' })
    expect(failed.entries).toMatchObject([{ state: { kind: 'failed' } }])
    expect(merge(failed, [echo(1, 'm1')], member).entries).toMatchObject([{ state: 'sent', text: 'm1' }])
    expect(settle(merge(said, [echo(1, 'm1')], member), 'm1', { kind: 'failed' }).entries).toMatchObject([
      { state: 'sent' },
    ])
  })

  test('said again it moves to the end; taken back it is gone; what was sent stays', () => {
    const failed = settle(saying(emptyTranscript, 'm1'), 'm1', { kind: 'failed' })
    const again = saying(merge(failed, [activity(1)], member), 'm1')
    expect(shown(again)).toEqual(['bot 1', 'm1'])
    expect(shown(withdraw(failed, 'm1'))).toEqual([])
    expect(shown(withdraw(settle(again, 'm1', 'sent'), 'm1'))).toEqual(['bot 1', 'm1'])
  })
})

describe('the question that is open', () => {
  const asked = merge(emptyTranscript, [activity(1), activity(2)], member)

  test('is the bot’s last message, until the member answers', () => {
    expect(openQuestion(asked)).toBe(asked.entries[1]?.key)
    expect(openQuestion(saying(asked, 'm1'))).toBeUndefined()
    expect(awaitsAnswer(saying(asked, 'm1'))).toBe(true)
  })

  test('is open again where the answer did not get through', () => {
    const failed = settle(saying(asked, 'm1'), 'm1', { kind: 'wait', seconds: 3 })
    expect(openQuestion(failed)).toBe(asked.entries[1]?.key)
    expect(awaitsAnswer(failed)).toBe(false)
  })
})

describe('a new conversation', () => {
  test('stands under the one that ended, and its log starts over', () => {
    const old = merge(
      emptyTranscript,
      [activity(1, { channelData: { cps: { progress: { step: 2, of: 5 } } } })],
      member,
    )
    expect(progressOf(old)).toEqual({ step: 2, of: 5 })
    const anew = beginAnew(old, true)
    expect(lastFromBot(anew)).toBeUndefined()
    expect(progressOf(anew)).toBeNull()
    const going = merge(anew, [activity(1, { text: 'welkom' })], member)
    expect(shown(going)).toEqual(['bot 1', 'anew', 'welkom'])
    expect(new Set(going.entries.map(({ key }) => key)).size).toBe(3)
  })

  test('stands on an empty sheet where another tab has gone on', () => {
    expect(beginAnew(merge(emptyTranscript, [activity(1)], member), false).entries).toEqual([])
  })
})

test('the transcript to keep says who said what', () => {
  const talked = merge(
    emptyTranscript,
    [activity(1, { text: '**Zie** je hem?' }), echo(2, 'm', 'Ja *hoor*')],
    member,
  )
  expect(transcriptText(talked, { t: nl, language: 'nl', page })).toBe(
    `${nl.title}\n\n${nl.assistant}\nZie je hem?\n\n${nl.you}\nJa *hoor*\n`,
  )
})

describe('the log was erased', () => {
  const talked = merge(emptyTranscript, [activity(1), echo(2, 'm1'), activity(3), activity(4)], member)

  test('what it has no more is shown no more, nor are earlier conversations', () => {
    const again = merge(beginAnew(talked, true), [activity(7), echo(8, 'm2'), activity(9)], member)
    expect(shown(keepOnly(again, [activity(9)]))).toEqual(['bot 9'])
  })

  test('what it still has stays, and what came after it was read', () => {
    expect(keepOnly(talked, [activity(1), echo(2, 'm1')])).toBe(talked)
    expect(shown(keepOnly(talked, [activity(3)]))).toEqual(['bot 3', 'bot 4'])
    expect(keepOnly(talked, [])).toBe(talked)
  })
})
