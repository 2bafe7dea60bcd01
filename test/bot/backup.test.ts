/** The commands as they are started, beside a server that runs. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { backUp, restore } from '../../bot/backup.ts'
import {
  call,
  type Opened,
  openConversation,
  readSince,
  type SeenActivity,
  say,
} from './direct-line-client.ts'
import { runningServer, temporaryFolder } from './running-server.ts'

const program = fileURLToPath(new URL('../../bot/backup.mjs', import.meta.url))

async function run(dataDir: string, ...given: readonly string[]) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [program, ...given], { env: { PATH, HOME, DATA_DIR: dataDir } })
  let said = ''
  for (const output of [child.stdout, child.stderr])
    output.on('data', (data) => {
      said += data
    })
  const status = await new Promise((resolve) => child.once('exit', resolve))
  expect(said).not.toMatch(/^\s+at /m)
  return { status, said }
}

/** The conversation's activities as a client that comes back with the resume secret sees them. */
async function resumed(url: string, opened: Opened): Promise<readonly SeenActivity[]> {
  const { body } = await call<Opened>(url, '/tokens/resume', { body: { resume: opened.resume } })
  const all: SeenActivity[] = []
  for (let watermark = ''; ; ) {
    const { activities, ...page } = (await readSince(url, { ...opened, token: body.token }, watermark)).body
    if (activities.length === 0) return all
    all.push(...activities)
    watermark = page.watermark
  }
}

describe('a backup', () => {
  it('is made under load, and brings conversations back on a machine that lost everything', async () => {
    const [environment, files] = [{ DATA_DIR: temporaryFolder() }, temporaryFolder()]
    const file = join(files, 'monday.backup')
    const server = await runningServer({
      environment: { ...environment, LIMIT_POSTS_PER_SECOND: 'off', LIMIT_POSTS_PER_DAY: 'off' },
    })
    const quiet = await openConversation(server.url)
    for (const text of ['one', 'two', 'three']) await say(server.url, quiet, text, text)
    const busy = await Promise.all([1, 2, 3, 4].map(() => openConversation(server.url)))
    let isOver = false
    let posts = 0
    const refused: number[] = []
    const load = busy.map(async (opened) => {
      while (!isOver) {
        const { status } = await say(server.url, opened, `m${posts}`, `c${posts++}`)
        if (status !== 200) refused.push(status)
      }
    })
    const before = posts
    const made = await run(environment.DATA_DIR, 'backup', file)
    expect([made.status, made.said]).toEqual([0, expect.stringContaining('monday.backup')])
    // While it was made members were served.
    expect(posts).toBeGreaterThan(before)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await say(server.url, quiet, 'after the backup', 'late')
    isOver = true
    await Promise.all(load)
    expect(refused).toEqual([])

    const used = await run(environment.DATA_DIR, 'restore', file, '--replace')
    expect([used.status, used.said]).toEqual([1, expect.stringContaining(`Process ${process.pid} has`)])
    await server.stop()
    rmSync(environment.DATA_DIR, { recursive: true })

    expect((await run(environment.DATA_DIR, 'restore', file)).status).toBe(0)
    const second = await runningServer({ environment })
    const activities = await resumed(second.url, quiet)
    expect(activities.map(({ text }) => text)).toEqual([
      'welcome nl',
      ...['one', '1: one', 'two', '2: two', 'three', '3: three'],
    ])
    for (const opened of busy) {
      // Each turn whole: what was said, and what was answered.
      const seen = await resumed(second.url, opened)
      const said = seen.filter(({ from }) => from.role === 'user').map(({ id }) => id)
      const answered = new Set(seen.map(({ replyToId }) => replyToId))
      expect(said.length).toBeGreaterThan(0)
      expect(said.filter((id) => !answered.has(id))).toEqual([])
    }
    const { body } = await call<Opened>(second.url, '/tokens/resume', { body: { resume: quiet.resume } })
    const again = { ...quiet, token: body.token }
    // Marks against duplicates came along; the conversation goes on where the backup was made.
    await say(second.url, again, 'three', 'three')
    await say(second.url, again, 'four', 'four')
    expect((await readSince(second.url, again)).body.activities.at(-1)?.text).toBe('4: four')
  }, 60_000)

  it('is refused where something would be lost, or is no backup', async () => {
    const [environment, files] = [{ DATA_DIR: temporaryFolder() }, temporaryFolder()]
    const file = join(files, 'a.backup')
    const { DATA_DIR } = environment
    await expect(backUp(DATA_DIR, file)).rejects.toThrow('There is no store')
    const server = await runningServer({ environment })
    const opened = await openConversation(server.url)
    await say(server.url, opened, 'one')
    await backUp(DATA_DIR, file)
    await say(server.url, opened, 'two')
    await expect(backUp(DATA_DIR, file)).rejects.toThrow('is there already')
    await expect(backUp(DATA_DIR, join(file, 'below'))).rejects.toThrow('cannot be written')
    await server.stop()
    await expect(restore(DATA_DIR, file, false)).rejects.toThrow('--replace')

    const good = readFileSync(file)
    const flipped = Buffer.from(good)
    flipped[good.length >> 1]! ^= 1
    const broken = join(files, 'broken')
    for (const content of [
      good.subarray(0, -1),
      good.subarray(0, 4096),
      flipped,
      Buffer.alloc(0),
      'x'.repeat(99),
    ]) {
      writeFileSync(broken, content)
      await expect(restore(DATA_DIR, broken, true)).rejects.toThrow(/is no backup|is damaged/)
    }
    await expect(restore(DATA_DIR, join(files, 'none'), true)).rejects.toThrow('cannot be read (ENOENT)')
    for (const given of [[], ['restore', file, '--force']])
      expect([given, await run(DATA_DIR, ...given)]).toEqual([
        given,
        { status: 1, said: expect.stringMatching(/^Use: npm run/m) },
      ])
    // None of that touched what was there; what replaces it does.
    const second = await runningServer({ environment })
    expect((await resumed(second.url, opened)).at(-1)?.text).toBe('2: two')
    await second.stop()
    expect((await run(DATA_DIR, 'restore', file, '--replace')).status).toBe(0)
    expect(readdirSync(join(DATA_DIR, 'store')).filter((name) => name.includes('restoring'))).toEqual([])
    const third = await runningServer({ environment })
    expect((await resumed(third.url, opened)).at(-1)?.text).toBe('1: one')
  }, 60_000)
})
