/** A program under measurement: a child process of its own, with its own processor time and memory counted. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Usage } from './probe.ts'

/** How a program is started. */
export interface ProgramSetup {
  readonly name: string
  /** What node is to run, and its arguments. */
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** The module that answers for what the program used. */
  readonly probe: string
}

/** A program that runs and has said where it listens. */
export interface MeasuredProgram {
  readonly name: string
  /** Without a closing slash. */
  readonly url: string
  readonly pid: number
  /** What it has used since it started; `collect` collects garbage first. */
  usage(collect?: boolean): Promise<Usage>
  stop(): Promise<void>
}

const readyWithin = 60_000
const stopsWithin = 15_000
const errorsKept = 4000

/** Starts a program and waits until it names its address on stdout. Rejects with what it said where it does not. */
export async function startProgram(setup: ProgramSetup): Promise<MeasuredProgram> {
  const child = spawn(process.execPath, ['--import', setup.probe, ...setup.command], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...bareEnvironment(), ...setup.environment },
  })
  let said = ''
  child.stderr!.on('data', (data) => {
    said = `${said}${data}`.slice(-errorsKept)
  })
  const url = await addressOf(child).catch((error: Error) => {
    child.kill('SIGKILL')
    throw new Error(`${setup.name} did not start: ${error.message}\n${said}`)
  })
  let stopped = false
  child.once('exit', (code, signal) => {
    if (!stopped) process.stderr.write(`${setup.name} ended by itself (${code ?? signal}):\n${said}\n`)
  })
  return {
    name: setup.name,
    url,
    pid: child.pid!,
    usage: async (collect = false) => {
      if (child.exitCode !== null || !child.connected) throw new Error(`${setup.name} has ended`)
      const answer = once(child, 'message')
      child.send(collect ? 'usage, collected' : 'usage')
      return (await answer)[0] as Usage
    },
    stop: async () => {
      stopped = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), stopsWithin)
      await gone
      clearTimeout(late)
    },
  }
}

/** Settings of whoever runs the benchmark are not the programs': each is measured as it comes. */
function bareEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '', TZ } = process.env
  return { PATH, HOME, NODE_ENV: 'production', ...(TZ ? { TZ } : {}) }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const late = setTimeout(() => reject(new Error(`no address within ${readyWithin / 1000} s`)), readyWithin)
    child.stdout!.on('data', (data) => {
      output = `${output}${data}`.slice(-errorsKept)
      const url = /https?:\/\/[^\s/]+(?=\s)/.exec(output)?.[0]
      if (!url) return
      clearTimeout(late)
      resolve(url.replace('localhost', '127.0.0.1'))
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
  })
}
