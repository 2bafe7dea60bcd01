/** Readings that lie close together: where the first is really doubtful, the next best ones beside it, for the member to choose from. */
import type { TalkId } from '../../domain/values.ts'
import type { Act, PlainAct } from '../acts.ts'
import { isIntent, type Message, smallTalk } from './message.ts'
import { words } from './text.ts'

/** When a next reading is close: both margins and how far they lie apart. Measured on the test examples. */
const doubt = { first: 0.45, apart: 0.5, next: -0.6, third: 0.15 } as const

/** When a message that was not understood was nearly taken for something. */
const declined = { least: -0.65, behind: 0, apart: 0.35 } as const

/** The act that a label of the classifier stands for. */
export const intentAct = (label: string): Act => {
  if (label.startsWith('start:')) return { act: 'start', dialog: label.slice(6) as TalkId }
  if (label.startsWith('faq:')) return { act: 'faq', id: label.slice(4) }
  return { act: label as PlainAct }
}

const labelOf = (act: Act): string =>
  act.act === 'start' ? `start:${act.dialog}` : act.act === 'faq' ? `faq:${act.id}` : act.act

const served = (label: string) => label.startsWith('start:') || label.startsWith('faq:')

/** Where nothing was understood: two readings that were nearly taken. They stand without the 'unknown'. */
function nearlyTaken({
  whole,
  usable,
  strange,
  text,
  pending,
}: Message): readonly (readonly Act[])[] | undefined {
  const near = whole.ranked.filter(
    ([name, margin]) => served(name) && usable(name) && margin > declined.least,
  )
  const [first, second] = near
  if (pending || !first || !second || strange * 3 > words(text.low).length) return undefined
  if (whole.of('unknown') - first[1] > declined.behind || first[1] - second[1] > declined.apart)
    return undefined
  return [[intentAct(first[0])], [intentAct(second[0])]]
}

/** Two or three close readings, best first, the first of them the one given (but where that is 'unknown'); `undefined` where the first stands alone. */
export function closeReadings(
  message: Message,
  acts: readonly Act[],
): readonly (readonly Act[])[] | undefined {
  if (acts.length === 1 && acts[0]!.act === 'unknown') return nearlyTaken(message)
  const { whole, reads, usable, pending } = message
  const wanted = acts.filter((act) => isIntent(labelOf(act)))
  const [only] = wanted
  if (wanted.length !== 1 || !only || !served(labelOf(only)) || reads.length > 2) return undefined
  const label = labelOf(only)
  const of = (name: string) => Math.max(whole.of(name), ...reads.map(({ margins }) => margins.of(name)))
  const own = of(label)
  if (own > doubt.first) return undefined
  const [next, third] = whole.ranked
    .filter(([name]) => name !== label && served(name) && usable(name) && name !== `start:${pending?.dialog}`)
    .map(([name]) => [name, of(name)] as const)
    .sort((one, other) => other[1] - one[1])
  if (!next || next[1] < doubt.next || own - next[1] > doubt.apart) return undefined
  const others =
    third && third[1] >= doubt.next && next[1] - third[1] < doubt.third && own - third[1] <= doubt.apart
  const instead = (name: string) =>
    acts.flatMap((act) =>
      act === only
        ? [intentAct(name)]
        : smallTalk.has(act.act) || name.startsWith('start:') || act.act !== 'inform'
          ? [act]
          : [],
    )
  return [acts, instead(next[0]), ...(others ? [instead(third[0])] : [])]
}
