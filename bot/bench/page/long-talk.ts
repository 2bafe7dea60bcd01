/** A conversation of a thousand messages, held over Direct Line before anything is measured. */
import { z } from 'zod'

/** A conversation, and what takes it up again. */
export interface LongTalk {
  readonly id: string
  readonly token: string
  readonly resume: string
  readonly messages: number
}

const granted = z.object({ token: z.string(), resume: z.string(), conversationId: z.string() })
const accepted = z.object({ id: z.string() })
const read = z.object({ activities: z.array(z.object({ type: z.string() })), watermark: z.string() })

/** What the member asks in turns: answers of different lengths, with sources and choices. */
const questions = [
  'What is CPS?',
  'Which countries take part?',
  'When does the invoice come?',
  'What does it cost?',
]

/** Holds it until it has so many messages or one more. */
export async function holdLongTalk(bot: string, origin: string, most: number): Promise<LongTalk> {
  const call = async <T>(path: string, shape: z.ZodType<T>, token?: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${bot}/v3/directline/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        origin,
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return shape.parse(await answer.json())
  }
  const { token, resume } = await call(
    'tokens/generate',
    granted.partial({ conversationId: true }),
    undefined,
    {
      locale: 'en',
    },
  )
  const { conversationId: id } = await call('conversations', granted.partial({ resume: true }), token, {})
  /** The log is read in parts. */
  const count = async (watermark = '0'): Promise<number> => {
    const part = await call(`conversations/${id}/activities?watermark=${watermark}`, read, token)
    const messages = part.activities.filter(({ type }) => type === 'message').length
    return part.activities.length === 0 ? 0 : messages + (await count(part.watermark))
  }
  for (let said = 0; said * 2 + 1 < most; said++)
    await call(`conversations/${id}/activities`, accepted, token, {
      type: 'message',
      text: questions[said % questions.length],
      locale: 'en',
      from: { id: 'member' },
      channelData: { clientActivityID: String(said) },
    })
  return { id, token, resume, messages: await count() }
}
