/** Any conversation can be run again from its journal: the same replies come out, byte for byte. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { WebAdapter } from '../../../bot/channels/web/adapter.ts'
import { type KeptConversation, keptConversation, replay, takeOut } from '../../../bot/replay.ts'
import { openEmbeddedStore } from '../../../bot/stores/embedded.ts'
import { makeTurns } from '../../../bot/turn.ts'
import { type AssistantParts, createAssistant } from '../../../dialogs/assistant.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import { emptyPolicy } from '../../../domain/policy.ts'
import { conversationPaths, readConversation } from '../../conversations/conversation-file.ts'
import { shippedFaq } from '../../dialogs/member.ts'
import { trainedEngine } from '../../prompts/trained.ts'
import { temporaryFolder } from '../running-server.ts'

const conversations = process.env.PROVE ? 500 : 40
const root = fileURLToPath(new URL('../../..', import.meta.url))

const folder = join(root, 'test', 'conversations')

/** Whatever members say in the test conversations. */
const said = [
  ...new Set(
    conversationPaths(folder).flatMap((path) =>
      readConversation(folder, path).turns.flatMap(({ member }) => (member === undefined ? [] : [member])),
    ),
  ),
]

const again = (parts: Partial<AssistantParts> = {}) => ({
  assistantWith: (understander: AssistantParts['understander']) =>
    createAssistant({ policy: emptyPolicy, faq: shippedFaq, understander, ...parts }),
  apology: () => 'sorry',
})

/** Conversations of random messages, at the real store, some of them slow enough to be accepted first. */
async function hold(count: number) {
  const store = openEmbeddedStore(temporaryFolder(), { sync: 'interval' })
  let time = Date.UTC(2026, 10, 22, 9)
  let patient = true
  const assistant = createAssistant({
    policy: emptyPolicy,
    faq: shippedFaq,
    understander: await trainedEngine(),
  })
  const turns = makeTurns({
    assistant: {
      turn: async (context, setting) => {
        if (context.activity.text === 'fail') throw new Error('it does')
        const outcome = await assistant.turn(context, setting)
        if (!patient) await new Promise((done) => setImmediate(done))
        return outcome
      },
    },
    adapter: new WebAdapter(),
    store,
    log: pino({ level: 'silent' }),
    now: () => new Date(time),
    keep: () => 30 * 24 * 60 * 60 * 1000,
    transcriptUrl: async (base, { id }) => `${base}/v3/directline/conversations/${id}/transcript?t=${time}`,
    apology: () => 'sorry',
    deliver: () => {},
    showTyping: () => {},
    within: async (_, work) => (patient ? work : Promise.race([work, Promise.resolve(undefined)])),
  })
  const message = fc.constantFrom(...said, 'fail', 'Vergeet mij', catalogues.nl.taps.confirmForget)
  const drawn = fc.sample(fc.array(message, { minLength: 3, maxLength: 14 }), { numRuns: count })
  const kept: (KeptConversation | undefined)[] = []
  for (const [index, texts] of drawn.entries()) {
    const id = `conversation-${index}`
    const locale = index % 2 ? 'nl' : 'en-GB'
    const touchedAt = time
    await store.create({ id, userId: 'me', resumeHash: 'h', touchedAt, expiresAt: touchedAt + 1e10 })
    await turns.open((await store.load(id, time))!, locale, 'http://here')
    for (const [turn, text] of texts.entries()) {
      time += 1 + ((index * 7919 + turn * 104_729) % 40) * 60_000
      patient = (index + turn) % 3 > 0
      await turns.post(id, { type: 'message', text, locale }, 'http://here')
      await turns.idle()
    }
    kept.push(await takeOut(store, id, time))
  }
  await store.close()
  return kept.map((one) => keptConversation.parse(JSON.parse(JSON.stringify(one))))
}

describe('a journal', () => {
  it('gives the same replies again, byte for byte', async () => {
    let [turns, replies] = [0, 0]
    for (const kept of await hold(conversations)) {
      const replayed = await replay(kept, again())
      expect(replayed.differences).toEqual([])
      turns += replayed.turns
      replies += replayed.replies
    }
    expect(turns).toBeGreaterThan(conversations * 3)
    expect(replies).toBeGreaterThan(turns / 2)
  }, 600_000)

  it('shows what another assistant would have said', async () => {
    const [kept] = await hold(1)
    const first = kept!.log[0]!
    const changed = { ...kept!, log: [{ ...first, json: first.json.replace('"text":"', '"text":"!') }] }
    const { differences } = await replay({ ...changed, journal: kept!.journal.slice(0, 1) }, again())
    expect(differences).toHaveLength(1)
    expect(differences[0]!.before).not.toBe(differences[0]!.now)
  })

  it('is run by a command, which says whether it came out the same', async () => {
    const [kept] = await hold(1)
    const folder = temporaryFolder()
    const file = join(folder, 'kept.json')
    const run = (...given: string[]) =>
      spawnSync(process.execPath, [join(root, 'bot', 'replay.mjs'), ...given], {
        encoding: 'utf8',
        env: { ...process.env, DATA_DIR: folder },
      })
    writeFileSync(
      file,
      JSON.stringify({ ...kept, log: kept!.log.slice(0, 1), journal: kept!.journal.slice(0, 1) }),
    )
    expect(run(file)).toMatchObject({ status: 0, stdout: expect.stringContaining('1 turns') })
    writeFileSync(file, readFileSync(file, 'utf8').replace('\\"text\\":\\"', '\\"text\\":\\"!'))
    expect(run(file)).toMatchObject({ status: 1, stdout: expect.stringContaining('before:') })
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('npm run replay') })
    writeFileSync(file, '{}')
    expect(run(file)).toMatchObject({ status: 2, stderr: expect.stringContaining(file) })
    expect(run('--take-out', 'nobody', file)).toMatchObject({ status: 2 })
  }, 60_000)
})
