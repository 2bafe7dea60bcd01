/** Two real processes over one store: the second one runs a changed program, and takes over in mid-conversation. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Opened, openConversation, readSince, say } from '../bot/direct-line-client.ts'
import { type BuiltProgram, buildProgram } from './changed-program.ts'

const programs: BuiltProgram[] = []
const running: ChildProcess[] = []
let older: Running
let newer: Running & { readonly program: BuiltProgram }
const folder = mkdtempSync(join(tmpdir(), 'cps-takeover-'))

beforeAll(async () => {
  if (!existsSync(join(import.meta.dirname, '../../dist/understanding.json')))
    throw new Error('the local engine is not trained: `npm run build` does that')
  for (const changed of [false, true]) programs.push(await buildProgram({ changed }))
  const [today, changed] = programs as [BuiltProgram, BuiltProgram]
  older = await start(today, folder)
  newer = { ...(await start(changed, folder)), program: changed }
})
afterAll(() => {
  for (const child of running) if (child.exitCode === null) child.kill('SIGKILL')
  for (const program of programs) program.remove()
  rmSync(folder, { recursive: true, force: true })
})

interface Running {
  readonly child: ChildProcess
  readonly url: string
}

/** A process that runs a program on a folder. */
const start = async ({ server }: BuiltProgram, DATA_DIR: string): Promise<Running> => {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [server], { env: { PATH, HOME, DATA_DIR, PORT: '0' } })
  running.push(child)
  let [said, complained] = ['', '']
  child.stdout.on('data', (data) => {
    said += data
  })
  child.stderr.on('data', (data) => {
    complained += data
  })
  const deadline = Date.now() + 25_000
  for (;;) {
    const url = /http:\/\/\S+/.exec(said)?.[0]?.replace('localhost', '127.0.0.1')
    if (url) return { child, url }
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`it did not start: ${complained}`)
    await new Promise((done) => setTimeout(done, 20))
  }
}

/** What a member's message comes back with: the question that waits then, and all that was said. */
const after = async (url: string, opened: Opened, text: string) => {
  const { status, body } = await say(url, opened, text)
  expect(status).toBe(200)
  const { activities } = (await readSince(url, opened)).body
  const replies = activities.filter(({ replyToId }) => replyToId === body.id)
  const last = replies.at(-1) as unknown as { channelData: { cps: { pending: { slot: string } | null } } }
  return {
    asks: last.channelData.cps.pending?.slot ?? null,
    said: replies.map((reply) => reply.text).join('\n'),
  }
}

test('while both are running, whichever of them a message reaches', { timeout: 60_000 }, async () => {
  const opened = await openConversation(older.url)
  expect((await after(older.url, opened, 'Betalen')).asks).toBe('paymentMethod')
  // The changed program would ask something else first; the answer belongs to what was asked.
  expect((await after(newer.url, opened, 'Creditcard')).asks).toBe('payingForCompany')
  // The older one has never heard of that question: its 'yes' is an answer to nothing.
  expect((await after(older.url, opened, 'Ja')).asks).toBe('invoiceReceived')
  expect((await after(newer.url, opened, 'Nog niet')).asks).toBe('payingForCompany')
  expect((await after(newer.url, opened, 'Ja')).asks).toBe('formerMember')
  const receipt = await after(newer.url, opened, 'Wat weet je van mij?')
  expect(receipt.asks).toBe('formerMember')
  expect((await after(older.url, opened, 'Nee')).asks).toBe('hadMembership')
  expect((await after(older.url, opened, 'Nee')).asks).toBe(null)
})

test('after the older one was killed', { timeout: 60_000 }, async () => {
  const [paying, registering] = [await openConversation(older.url), await openConversation(older.url)]
  for (const text of ['Betalen', 'Creditcard', 'Nog niet']) await after(older.url, paying, text)
  for (const text of ['Producten registreren', 'Ja', 'EOS R5']) await after(older.url, registering, text)
  older.child.kill('SIGKILL')
  const { catalogues } = await newer.program.talks()
  const { partlyKept, freshStart, noLongerAsked } = catalogues.nl.steer
  // 'Had you a membership before?' was asked under another name.
  const paid = await after(newer.url, paying, 'Ja')
  expect(paid.asks).toBe('payingForCompany')
  const ended = await after(newer.url, paying, 'Nee')
  expect(ended.asks).toBe(null)
  expect(ended.said).toContain(catalogues.nl.says['pay.number-changes']({ surely: true }, {} as never))
  // The serial number was asked; now the dealer comes first.
  const registered = await after(newer.url, registering, '032021004455')
  expect(registered.asks).toBe('dealer')
  expect((await after(newer.url, registering, 'Kamera Express')).asks).toBe('purchaseDate')
  expect((await after(newer.url, registering, '14 maart 2023')).asks).toBe('anotherProduct')
  for (const { said } of [paid, ended, registered])
    for (const excuse of [partlyKept, freshStart, noLongerAsked]) expect(said).not.toContain(excuse)
})
