/** SIGHUP to the program as it is started: the operator's files are read again while it serves. */
import { spawn } from 'node:child_process'
import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { readPolicy } from '../../bot/operator-files.ts'
import { type Operated, reloadable } from '../../bot/reloadable.ts'
import { faqBook } from '../../domain/faq.ts'
import { emptyPolicy } from '../../domain/policy.ts'
import { openConversation, readSince, say } from './direct-line-client.ts'
import { echoAssistant } from './echo-assistant.ts'
import { runningServer, temporaryFolder } from './running-server.ts'

const program = fileURLToPath(new URL('../../bot/start.mjs', import.meta.url))
const shippedFaq = fileURLToPath(new URL('../../domain/faq', import.meta.url))

/** An operator who wrote nothing. */
const files: Operated['files'] = { policy: emptyPolicy, faq: faqBook([]).book }

/** Waits until something is so. */
async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 25_000; !isSo(); await sleep(20))
    if (Date.now() > deadline) throw new Error(`it did not come to this: ${what}`)
}

describe('the program on SIGHUP', () => {
  it('takes up a new policy and new FAQ entries, refuses wrong ones with their line, and keeps serving', async () => {
    const folder = temporaryFolder()
    const [policy, faq] = [join(folder, 'policy.yaml'), join(folder, 'faq')]
    cpSync(shippedFaq, faq, { recursive: true })
    writeFileSync(policy, 'support:\n  phone: +31 20 111 11 11\n')
    const { PATH = '', HOME = '' } = process.env
    const set = { PORT: '0', DATA_DIR: join(folder, 'data'), POLICY_FILE: policy, FAQ_DIR: faq }
    const child = spawn(process.execPath, [program], { env: { PATH, HOME, ...set } })
    let [said, log] = ['', '']
    child.stdout.on('data', (data) => {
      said += data
    })
    child.stderr.on('data', (data) => {
      log += data
    })
    try {
      await until('it listens', () => said.includes('http') || child.exitCode !== null)
      expect([child.exitCode, log]).toEqual([null, expect.anything()])
      const url = /http:\/\/\S+/.exec(said)![0].replace('localhost', '127.0.0.1')
      /** What a member who just came is answered. */
      const ask = async (text: string) => {
        const opened = await openConversation(url)
        await say(url, opened, text)
        const { activities } = (await readSince(url, opened)).body
        return activities.flatMap((one) => (one.from.role === 'user' ? [] : [one.text])).join(' ')
      }
      let readings = 0
      /** Sends the signal and waits for its line in the log, from where the log was. */
      const reload = async (line: string) => {
        const from = log.length
        child.kill('SIGHUP')
        await until(`a line: ${line}`, () => log.slice(from).includes(line))
        readings++
        return log.slice(from)
      }
      const phone = 'hoe bereik ik de support'
      const question = 'waar kan ik parkeren bij het servicepunt'
      expect(await ask(phone)).toContain('+31 20 111 11 11')
      expect(await ask(question)).not.toContain('achter het gebouw')

      writeFileSync(policy, 'support:\n  phone: +31 20 222 22 22\n')
      const entry = join(faq, 'nl', 'parking.yaml')
      const lines = ['question: Waar kan ik parkeren bij het servicepunt?', 'variants:']
      const variants = ['parkeerplaats servicepunt', 'parkeren bij het servicepunt']
      const rest = ['answer: Parkeren kan achter het gebouw.', 'facts: [points.green-tick]']
      const parking = [...lines, ...variants.map((text) => `  - ${text}`), ...rest].join('\n')
      writeFileSync(entry, parking)
      writeFileSync(join(faq, 'en', 'parking.yaml'), parking)
      await reload('were read again')
      expect(await ask(phone)).toContain('+31 20 222 22 22')
      expect(await ask(question)).toContain('achter het gebouw')

      // Wrong ones: each is named with its line, and what was good stays in use, all of it.
      writeFileSync(policy, 'support:\n  phone: +31 20 333 33 33\nfees:\n  gold: much\n')
      expect(await reload('a file is wrong')).toMatch(/policy\.yaml:4: fees\.gold/)
      expect(await ask(phone)).toContain('222')
      writeFileSync(policy, 'support:\n  phone: +31 20 333 33 33\n')
      writeFileSync(entry, parking.replace('points.green-tick', 'no.such-fact'))
      expect(await reload('a file is wrong')).toMatch(/nl\/parking\.yaml:6: facts\.0/)
      expect(await ask(phone)).toContain('222')
      expect(await ask(question)).toContain('achter het gebouw')
      renameSync(faq, `${faq}-away`)
      expect(await reload('a file is wrong')).toMatch(/FAQ_DIR: holds no entries/)
      renameSync(`${faq}-away`, faq)
      rmSync(policy)
      expect(await reload('a file is wrong')).toMatch(/POLICY_FILE: cannot be read \(ENOENT\)/)
      expect(await ask(phone)).toContain('222')

      // Mended: taken up, without a restart in all that time.
      writeFileSync(policy, 'support:\n  phone: +31 20 333 33 33\n')
      writeFileSync(entry, parking)
      await reload('were read again')
      expect(await ask(phone)).toContain('333')
      expect([readings, child.exitCode, log.match(/"msg":"listening"/g)]).toEqual([
        6,
        null,
        ['"msg":"listening"'],
      ])
    } finally {
      child.kill('SIGKILL')
    }
  }, 60_000)
})

describe('files that are read again', () => {
  it('decide from then on how long a conversation is kept', async () => {
    const policy = join(temporaryFolder(), 'policy.yaml')
    writeFileSync(policy, 'keepDays: 1\n')
    const read = async (): Promise<Operated> => ({
      assistant: echoAssistant,
      keepDays: readPolicy(policy).keepDays,
      files,
    })
    const { assistant, keepDays, reload } = await reloadable(read, pino({ level: 'silent' }))
    const day = 24 * 60 * 60 * 1000
    let time = Date.now()
    const { url, store } = await runningServer({ assistant, keepDays, now: () => new Date(time) })
    const [short, long] = [await openConversation(url), await openConversation(url)]
    writeFileSync(policy, 'keepDays: 3\n')
    await reload()
    await say(url, long, 'hello')
    time += 2 * day
    expect(await store.load(short.conversationId, time)).toBeUndefined()
    expect(await store.load(long.conversationId, time)).toBeDefined()
  })

  it('are read one after the other, however often that is asked for', async () => {
    let [now, most, readings] = [0, 0, 0]
    const read = async (): Promise<Operated> => {
      most = Math.max(most, ++now)
      readings++
      await sleep(5)
      now--
      return { assistant: echoAssistant, keepDays: readings, files }
    }
    const { reload, keepDays } = await reloadable(read, pino({ level: 'silent' }))
    await Promise.all([reload(), reload(), reload()])
    expect([most, readings, keepDays()]).toEqual([1, 4, 4])
  })
})
