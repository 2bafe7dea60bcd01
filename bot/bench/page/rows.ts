/** What was measured of the page, as rows of the report. */

import { type PlotBar, type Row, told } from '../report.ts'
import { exactly, type Spread, spread } from '../spread.ts'
import type { FirstUse } from './first-use.ts'
import type { LongScroll } from './long-scroll.ts'

/** All measures of a run, by contender; ours is the first. */
export interface Measures {
  readonly browser: string
  readonly names: readonly string[]
  /** Bytes before first use. */
  readonly bytes: ReadonlyMap<string, readonly number[]>
  readonly firsts: ReadonlyMap<string, readonly FirstUse[]>
  readonly scrolls: ReadonlyMap<string, readonly LongScroll[]>
  /** How many messages were scrolled through. */
  readonly messages: number
  /** Bytes of the launcher, compressed. */
  readonly launcher: number
}

const of = <T>(
  measures: ReadonlyMap<string, readonly T[]>,
  name: string,
  pick: (one: T) => number | readonly number[],
): Spread => spread((measures.get(name) ?? []).flatMap(pick))

/** The rows: ours beside the others, and whether ours keeps its bar. */
export function rowsOf({ names, bytes, firsts, scrolls, messages, launcher }: Measures): readonly Row[] {
  const [ours = '', ...others] = names
  const row = (
    measure: string,
    unit: string,
    measured: (name: string) => Spread,
    more: Partial<Row> = {},
  ): Row => ({
    measure,
    ours: told(measured(ours), unit),
    beside: others.map((name) => `${name} ${told(measured(name), unit)}`).join(' · '),
    figure: measured(ours),
    unit,
    ...more,
  })
  const first = (pick: (one: FirstUse) => number | readonly number[]) => (name: string) =>
    of(firsts, name, pick)
  const scroll = (pick: (one: LongScroll) => number) => (name: string) => of(scrolls, name, pick)
  return [
    row('sent before first use, everything', ' KB', (name) => of(bytes, name, (one) => one / 1024), {
      bar: { atMost: 60 },
    }),
    row(
      'send box takes text',
      ' s',
      first(({ usable }) => usable / 1000),
      { bar: { atMost: 2 } },
    ),
    row(
      'something to read',
      ' s',
      first(({ welcome }) => welcome / 1000),
    ),
    row(
      'a tap answered by paint',
      ' ms',
      first(({ taps }) => taps),
      {
        bar: { atMost: 50 },
        note: 'Event Timing, the longest event of each tap; the browser counts in steps of 8 ms from 16 ms on.',
      },
    ),
    row(
      'own words on the screen after a tap',
      ' ms',
      first(({ own }) => own),
    ),
    row(
      `${messages.toLocaleString('en')} messages shown, fast line and processor`,
      ' s',
      scroll(({ shown }) => shown / 1000),
    ),
    row(
      'frames dropped while they scroll',
      ' %',
      scroll(({ dropped }) => dropped),
      { bar: { atMost: 2 } },
    ),
    row(
      'the longest frame of it',
      ' ms',
      scroll(({ longest }) => longest),
      { bar: { atMost: 50 } },
    ),
    {
      measure: 'launcher on a site, before it is opened',
      ours: told(exactly(launcher / 1024), ' KB'),
      figure: exactly(launcher / 1024),
      unit: ' KB',
      bar: { atMost: 6 },
    },
  ]
}

/** The bars of the plot. */
export const barsOf = ({ names, firsts }: Measures): readonly PlotBar[] =>
  names.map((name, at) => ({ label: name, value: of(firsts, name, ({ usable }) => usable), ours: at === 0 }))
