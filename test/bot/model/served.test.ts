/** The program with a model configured, as members meet it at the web channel; and without one, when nothing of it is loaded. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startServer } from '../../../bot/main.ts'
import type { Server } from '../../../bot/server.ts'
import { openConversation, readSince, say } from '../direct-line-client.ts'
import { temporaryFolder } from '../running-server.ts'
import { faults, ModelServer, says } from './model-server.ts'

const model = new ModelServer()
const logged: string[] = []
let server: Server

beforeAll(async () => {
  await model.start()
})
beforeEach(async () => {
  model.asked.length = 0
  server = await startServer({
    environment: {
      PORT: '0',
      DATA_DIR: temporaryFolder(),
      MODEL_BASE_URL: model.url,
      MODEL_NAME: 'scripted',
      MODEL_CALLS_PER_CONVERSATION: '2',
      MODEL_CALLS_PER_ADDRESS: '3',
    },
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
  })
  return () => server.stop()
})
afterAll(() => model.stop())

const hard = 'tja, dat hangt er eigenlijk een beetje van af hoe je het bekijkt'
const opened = async () => openConversation(server.url, { locale: 'nl' })
/** Says something and waits for what the assistant says to it: a turn that takes long is accepted first. */
const talk = async (conversation: Awaited<ReturnType<typeof opened>>, text: string) => {
  const { status, body } = await say(server.url, conversation, text)
  for (const deadline = Date.now() + 5_000; Date.now() < deadline; ) {
    const { activities } = (await readSince(server.url, conversation)).body
    if (activities.some(({ replyToId }) => replyToId === body.id)) break
    await new Promise((done) => setTimeout(done, 20))
  }
  return status
}
const heard = async (conversation: Awaited<ReturnType<typeof opened>>) =>
  (await readSince(server.url, conversation)).body.activities.filter(({ from }) => from.role === 'bot')

it('a tap and an exact answer make no call; a hard message makes one, and does what it is read as', async () => {
  model.answering = says({ acts: [{ act: 'start', dialog: 'tierSelection' }] })
  const conversation = await opened()
  await talk(conversation, 'hoi')
  expect(model.asked.length).toBe(0)
  await talk(conversation, hard)
  expect(model.asked.length).toBe(1)
  const { channelData } = (await heard(conversation)).at(-1) as unknown as {
    channelData: { cps: { dialog: string } }
  }
  expect(channelData.cps.dialog).toBe('tierSelection')
  expect(logged.join('')).not.toContain('tja')
})

it('caps hold per conversation and per address, and a dead model is nothing that members notice', async () => {
  model.answering = faults.refusal
  const [one, other] = [await opened(), await opened()]
  for (let count = 0; count < 4; count++) expect(await talk(one, hard)).toBe(200)
  expect(model.asked.length).toBe(2)
  for (let count = 0; count < 4; count++) expect(await talk(other, hard)).toBe(200)
  expect(model.asked.length).toBe(3)
  expect((await heard(other)).length).toBeGreaterThanOrEqual(5)
  // An operator sees it: a call that brought nothing is a fault of the model's, a cap that is reached is none.
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toMatch(/^cps_faults_total\{kind="model"\} 3$/m)
})

it('nothing loads a model’s packages by itself', () => {
  const bot = join(import.meta.dirname, '../../../bot')
  for (const name of readdirSync(bot, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.tsx?$/.test(path),
  ))
    expect(readFileSync(join(bot, name), 'utf8'), name).not.toMatch(
      /^import (?!type).*from '(?:@?langchain|openai|cockatiel)/m,
    )
})

it('the command asks the model about every line, and the local engine behind it', async () => {
  model.answering = says({ language: 'nl', acts: [{ act: 'thanks' }] })
  const { PATH = '', HOME = '' } = process.env
  const understand = async (environment: Record<string, string>, ...args: string[]) => {
    const child = spawn(process.execPath, ['bot/understand.mjs', ...args], {
      cwd: join(import.meta.dirname, '../../..'),
      env: { PATH, HOME, ...environment },
    })
    let said = ''
    child.stdout.on('data', (data) => {
      said += data
    })
    child.stdin.end('{"id":1,"text":"hoi","pending":null}\n')
    const code = await new Promise<number | null>((done) => child.once('close', done))
    return { code, said }
  }
  const settings = { MODEL_BASE_URL: model.url, MODEL_NAME: 'scripted' }
  const line = (act: string) => ({ code: 0, said: `{"id":1,"language":"nl","acts":[{"act":"${act}"}]}\n` })
  expect(await understand(settings, '--model')).toEqual(line('thanks'))
  expect(await understand(settings, '--model', '--as-served')).toEqual(line('greet'))
  expect(await understand(settings)).toEqual(line('greet'))
  expect(model.asked.length).toBe(1)
  model.answering = faults.refusal
  expect(await understand(settings, '--model')).toEqual(line('greet'))
  expect((await understand({}, '--model')).code).toBe(2)
}, 120_000)
