/** Loaded into every program that is measured: says over IPC what it used, and ends it where the benchmark is gone. */
import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What a program has used so far. */
export interface Usage {
  /** Microseconds of processor, all threads. */
  readonly processor: number
  /** Bytes of memory of its own: mapped files left out where the system tells them apart, and what the heap holds in reserve. */
  readonly memory: number
}

/** Bytes of anonymous memory, as Linux counts it; elsewhere the whole resident set. */
function ownMemory(): number {
  try {
    const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    if (kilobytes) return Number(kilobytes) * 1024
  } catch {
    // Not Linux.
  }
  return process.memoryUsage.rss()
}

/** V8's own collector. Asked for only now: as an option of node it would make V8 refuse the code that the server keeps. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

/** What this process has used; `collect` collects garbage first. */
export function usage(collect: boolean): Usage {
  if (collect) collector()()
  const { user, system } = process.cpuUsage()
  const { heapTotal, heapUsed } = process.memoryUsage()
  return { processor: user + system, memory: ownMemory() - (heapTotal - heapUsed) }
}

if (process.send) {
  process.on('message', (message) => {
    if (message === 'usage' || message === 'usage, collected')
      process.send?.(usage(message !== 'usage'), undefined, {}, () => {})
  })
  process.on('disconnect', () => process.exit(0))
  // Measuring keeps nothing alive that would end by itself.
  process.channel?.unref()
}
