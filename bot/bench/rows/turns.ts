/** Whole turns over HTTP: processor time, turns a second and the slowest hundredth, ours beside the rivals. */
import { type Bench, type Measured, withStops } from '../bench.ts'
import { type Contender, interleave, measureTurns, startContender, type Turns, warmUp } from '../harness.ts'
import { holdTalk } from '../held-talks.ts'
import { type PlotBar, type Row, short, told } from '../report.ts'
import { ratio, spread } from '../spread.ts'
import { talks } from '../talks.ts'

const [paying, level] = talks

type Name = 'ours' | 'waterfall' | 'ours on Redis' | '(a)' | '(b)' | '(c)'

const labels: Readonly<Record<Name, string>> = {
  ours: 'ours, embedded store',
  waterfall: 'waterfall, MemoryStorage',
  'ours on Redis': 'ours, Redis',
  '(a)': '(a) waterfall, Redis',
  '(b)': '(b) stock CloudAdapter, Redis',
  '(c)': '(c) floor: reducer, Lua, Redis',
}

const barOf = { waterfall: 0.3, '(a)': 0.3, '(b)': 0.12, '(c)': 1.6 } as const

/** Conversations at once: the first is where processor time is taken. */
const loads = [16, 1, 64] as const

interface Round {
  readonly paying: Readonly<Record<(typeof loads)[number], Turns>>
  readonly level: Turns | undefined
}

/** Whether our server keeps its conversations in this Redis. */
export async function keepsInRedis(bench: Bench, contender: Contender): Promise<boolean> {
  const before = (await bench.redis?.keyCount()) ?? 0
  await contender.client.open()
  return ((await bench.redis?.keyCount()) ?? 0) > before
}

/** Measures the rows on turns. */
export const measureTurnRows = (bench: Bench): Promise<Measured> =>
  withStops(async (later) => {
    const { effort, redis, say } = bench
    const contenders = new Map<Name, Contender>()
    const start = async (name: Name, setup: Parameters<typeof startContender>[0]) => {
      const contender = await startContender(setup)
      later(contender.stop)
      contenders.set(name, contender)
      return contender
    }
    const ours = await start('ours', bench.ours('ours'))
    const held = [await holdTalk(ours.client, paying), await holdTalk(ours.client, level)]
    await start('waterfall', bench.rival({ rival: 'waterfall in memory', talks: held }))
    if (redis) {
      const { url: redisUrl } = redis
      const onRedis = await start('ours on Redis', bench.ours('ours on Redis', { REDIS_URL: redisUrl }))
      if (!(await keepsInRedis(bench, onRedis))) {
        say('This build keeps nothing in Redis: rows on Redis are left out.')
        contenders.delete('ours on Redis')
      }
      const connector = await startContender(bench.server('connector'))
      later(connector.stop)
      await start('(a)', bench.rival({ rival: 'waterfall on Redis', talks: held, redisUrl }))
      const connectorUrl = connector.program.url
      await start('(b)', bench.rival({ rival: 'stock on Redis', talks: held, redisUrl, connectorUrl }))
      await start('(c)', bench.rival({ rival: 'floor on Redis', talks: held, redisUrl }))
    } else say('redis-server is not installed: rows on Redis are left out.')

    const rates = new Map<Name, number>()
    for (const [name, contender] of contenders) {
      rates.set(name, await warmUp(contender, paying, effort.warmUp))
      if (name === 'ours' || name === 'waterfall') await warmUp(contender, level, effort.warmUp / 2)
      say(`warmed up ${labels[name]}`)
    }
    const names = [...contenders.keys()]
    const rounds = await interleave(names, effort.rounds, async (name): Promise<Round> => {
      const contender = contenders.get(name)!
      const talksFor = (part: number) => Math.max(64, Math.round(rates.get(name)! * effort.seconds * part))
      const at16 = await measureTurns(contender, paying, talksFor(1), 16)
      const at1 = await measureTurns(contender, paying, Math.round(talksFor(0.3) / 2), 1)
      const at64 = await measureTurns(contender, paying, Math.max(talksFor(0.7), 192), 64)
      const other = name === 'ours' || name === 'waterfall'
      const levels = other ? await measureTurns(contender, level, talksFor(0.5), 16) : undefined
      return { paying: { 16: at16, 1: at1, 64: at64 }, level: levels }
    })
    for (const [name, { client }] of contenders)
      if (client.askedAgain() > 0) say(`${labels[name]} asked ${client.askedAgain()} times to be asked again`)
    return report(rounds, new Set(names))
  })

function report(rounds: Readonly<Record<Name, readonly Round[]>>, there: ReadonlySet<Name>): Measured {
  const processor = (name: Name) => rounds[name].map((round) => round.paying[16].processor)
  const levels = (name: Name) => rounds[name].map((round) => round.level!.processor)
  const rows: Row[] = []
  const compare = (measure: string, one: Name, other: Name, atMost: number) =>
    rows.push({
      measure,
      ours: told(spread(processor(one)), ' µs'),
      beside: `${labels[other]}: ${told(spread(processor(other)), ' µs')}`,
      figure: ratio(processor(one), processor(other)),
      unit: '×',
      bar: { atMost },
    })
  compare('processor time a turn', 'ours', 'waterfall', barOf.waterfall)
  rows.push({
    measure: 'the same, typed numbers',
    ours: told(spread(levels('ours')), ' µs'),
    beside: `${labels.waterfall}: ${told(spread(levels('waterfall')), ' µs')}`,
    figure: ratio(levels('ours'), levels('waterfall')),
    unit: '×',
    bar: { atMost: barOf.waterfall },
  })
  if (there.has('ours on Redis')) {
    for (const other of ['(a)', '(b)', '(c)'] as const)
      compare('processor time a turn, Redis', 'ours on Redis', other, barOf[other])
    const slowest = (name: Name) => rounds[name].map((round) => round.paying[64].p99)
    rows.push({
      measure: 'p99 at 64 conversations at once',
      ours: told(spread(slowest('ours on Redis')), ' ms'),
      beside: `${labels['(a)']}: ${told(spread(slowest('(a)')), ' ms')}`,
      figure: ratio(slowest('ours on Redis'), slowest('(a)')),
      unit: '×',
      bar: { atMost: 0.5 },
    })
  }
  for (const atOnce of [1, 16, 64] as const)
    for (const name of there) {
      const of = (pick: (turns: Turns) => number) =>
        spread(rounds[name].map((round) => pick(round.paying[atOnce])))
      rows.push({
        measure: `turns a second, ${atOnce} at once`,
        ours: name.startsWith('ours') ? told(of(({ perSecond }) => perSecond)) : '',
        beside: name.startsWith('ours')
          ? labels[name]
          : `${labels[name]}: ${told(of(({ perSecond }) => perSecond))}`,
        note: `${labels[name]}: p50 ${short(of(({ p50 }) => p50).median)} ms, p99 ${short(of(({ p99 }) => p99).median)} ms`,
      })
    }
  const bars: readonly PlotBar[] = [...there].map((name) => ({
    label: labels[name],
    value: spread(processor(name)),
    ours: name.startsWith('ours'),
  }))
  return { rows, bars }
}
