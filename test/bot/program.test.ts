/** The program as it is started: `node bot/start.mjs`, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { ListeningSocket, openConversation, readSince, say } from './direct-line-client.ts'
import { runningServer, temporaryFolder } from './running-server.ts'

const program = fileURLToPath(new URL('../../bot/start.mjs', import.meta.url))
const started: ChildProcess[] = []

afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
})

function start(environment: Readonly<Record<string, string>>) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [program], { env: { PATH, HOME, PORT: '0', ...environment } })
  started.push(child)
  let [said, complained] = ['', '']
  child.stdout.on('data', (data) => {
    said += data
  })
  child.stderr.on('data', (data) => {
    complained += data
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const address = async () => {
    const deadline = Date.now() + 25_000
    for (;;) {
      const found = /http:\/\/\S+/.exec(said)?.[0]
      if (found) return found.replace('localhost', '127.0.0.1')
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`it did not start: ${complained}`)
      await new Promise((done) => setTimeout(done, 20))
    }
  }
  return { child, ended, address, complaints: () => complained }
}

describe('the program', () => {
  it('says its address, serves, stops on a signal with its sockets told, and goes on when started again', async () => {
    const DATA_DIR = temporaryFolder()
    const first = start({ DATA_DIR })
    const url = await first.address()
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const opened = await openConversation(url)
    const answer = await say(url, opened, 'geheim-woord-123', 'c1')
    expect(answer.status).toBe(200)
    const before = (await readSince(url, opened)).body
    const stream = new ListeningSocket(opened.streamUrl)
    await stream.opened
    first.child.kill('SIGTERM')
    expect((await stream.closed).code).toBe(1001)
    expect(await first.ended).toBe(0)
    // The log tells what happened, not what was said or by which token.
    expect(first.complaints()).toMatch(/"msg":"listening"[\s\S]*"msg":"stopped"/)
    expect(first.complaints()).not.toMatch(/geheim|eyJ/)

    const second = start({ DATA_DIR })
    const again = await second.address()
    expect((await readSince(again, opened)).body).toEqual(before)
    second.child.kill('SIGINT')
    expect(await second.ended).toBe(0)
  }, 60_000)

  it('survives being killed: what was accepted is there', async () => {
    const DATA_DIR = temporaryFolder()
    const first = start({ DATA_DIR })
    const url = await first.address()
    const opened = await openConversation(url)
    const accepted: string[] = []
    const talk = (async () => {
      for (let index = 0; index < 10_000; index++) {
        const { status, body } = await say(url, opened, `m${index}`, `c${index}`)
        if (status === 200) accepted.push(body.id)
      }
    })().catch(() => {})
    await new Promise((done) => setTimeout(done, 500))
    first.child.kill('SIGKILL')
    await talk
    const second = start({ DATA_DIR })
    const { activities } = (await readSince(await second.address(), opened)).body
    expect(accepted.length).toBeGreaterThan(0)
    const ids = new Set(activities.map(({ id }) => id))
    expect(accepted.filter((id) => !ids.has(id))).toEqual([])
    // Every message that is in the log has its reply: the two are one commit.
    const said = activities.filter(({ from }) => from.role === 'user').map(({ id }) => id)
    const answered = new Set(activities.map(({ replyToId }) => replyToId))
    expect(said.filter((id) => !answered.has(id))).toEqual([])
  }, 60_000)

  it('does not start wrongly set up: says why and what to do, without a stack trace', async () => {
    const { url } = await runningServer()
    const policy = join(temporaryFolder(), 'policy.yaml')
    writeFileSync(policy, 'keepDays: 30\nfees:\n  gold:\n    amount: much\n    currency: EUR\n')
    for (const [environment, reasons] of [
      [{ PORT: 'x', TOKEN_KEY: 'short' }, [/PORT: give a port number/, /TOKEN_KEY: give at least 32 bytes/]],
      [{ HOST: '0.0.0.0' }, [/TOKEN_KEY: .*0\.0\.0\.0/, /PUBLIC_URL: /]],
      [{ PORT: new URL(url).port }, [/PORT: \d+ is in use/]],
      [{ POLICY_FILE: policy }, [/policy\.yaml:4: fees\.gold\.amount/]],
      [{ POLICY_FILE: '/nowhere.yaml' }, [/POLICY_FILE: cannot be read \(ENOENT\)/]],
    ] as const) {
      const child = start({ DATA_DIR: temporaryFolder(), ...environment })
      expect(await child.ended).toBe(1)
      for (const reason of reasons) expect(child.complaints()).toMatch(reason)
      expect(child.complaints()).not.toMatch(/^\s+at /m)
    }
  }, 60_000)
})
