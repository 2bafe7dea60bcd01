/** What an idle WebSocket takes: ours beside a server that does nothing but hold them. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { type Bench, type Measured, withStops } from '../bench.ts'
import { startContender } from '../harness.ts'
import { inParallel, openMany } from '../load.ts'
import { type MeasuredProgram, startProgram } from '../measured-program.ts'
import { short } from '../report.ts'
import { exactly } from '../spread.ts'

const wanted = 10_000
const atOnce = 100
/** Descriptors that are left for everything else. */
const reserve = 1000

/** How many sockets this machine lets one process hold, up to what is wanted. */
function possible(): number {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    return limit ? Math.min(wanted, Number(limit) - reserve) : wanted
  } catch {
    return wanted
  }
}

/** Connects; resolves when the socket is open. */
const connect = (url: string): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })

/** Bytes of the server's memory that each of the later half of these sockets took: the earlier half fills what was in reserve. */
async function memoryEach<T>(
  program: MeasuredProgram,
  items: readonly T[],
  addressOf: (item: T) => Promise<string>,
): Promise<number> {
  const sockets: WebSocket[] = []
  const open = (some: readonly T[]) =>
    inParallel(some, atOnce, async (item) => {
      sockets.push(await connect(await addressOf(item)))
    })
  const settled = async () => {
    await program.usage(true)
    await sleep(1000)
    return (await program.usage(true)).memory
  }
  const half = items.length >> 1
  await open(items.slice(0, half))
  const before = await settled()
  await open(items.slice(half))
  const after = await settled()
  const closed = sockets.filter(({ readyState }) => readyState !== WebSocket.OPEN).length
  for (const socket of sockets) socket.terminate()
  if (closed > 0) throw new Error(`${closed} sockets did not stay open`)
  return (after - before) / (items.length - half)
}

const opened = z.object({ streamUrl: z.string() })

/** Measures the row on idle sockets: each of ours listens to a conversation of its own. */
export const measureSocketRow = (bench: Bench): Promise<Measured> =>
  withStops(async (later) => {
    const count = bench.quick ? Math.min(2000, possible()) : possible()
    const bare = await startProgram(bench.server('bare-sockets'))
    later(bare.stop)
    const bareUrl = bare.url.replace('http', 'ws')
    const bareEach = await memoryEach(bare, Array.from({ length: count }), async () => bareUrl)

    const ours = await startContender(bench.ours('ours'))
    later(ours.stop)
    const conversations = await openMany(ours.client, count)
    const oursEach = await memoryEach(ours.program, conversations, async ({ id, token }) => {
      const url = `${ours.program.url}/v3/directline/conversations/${id}?watermark=1`
      const { body } = await request(url, { headers: { authorization: `Bearer ${token}` } })
      return opened.parse(await body.json()).streamUrl
    })
    return {
      rows: [
        {
          measure: `memory of an idle WebSocket, of ${count.toLocaleString('en')}`,
          ours: `${short(oursEach / 1024)} KiB`,
          beside: `bare ws server: ${short(bareEach / 1024)} KiB`,
          figure: exactly(oursEach / bareEach),
          unit: '×',
          bar: { atMost: 2 },
        },
      ],
    }
  })
