/** What a message wants: starts, questions, steering and small talk, of the whole and of its clauses. */
import { refuses, refusesWish } from './clauses.ts'
import { bands, endsAsking, isIntent, type Message, smallTalk, steering } from './message.ts'
import { words } from './text.ts'

/** How much more it takes to read a wish where the message answers the pending question by a value. */
function answering({ pending, values, reads }: Message): number {
  const given = values.some(
    ({ slot, clause }) =>
      slot === pending?.slot && !reads[clause]!.clause.conditional && !endsAsking(reads[clause]!.clause),
  )
  return given ? 0.75 : 0
}

function ofClauses(
  { reads, values, whole, usable, pending }: Message,
  gap: number,
  intents: Set<string>,
): void {
  const content = reads.filter(({ answer }) => answer === undefined)
  for (const { margins, clause, steers } of content) {
    if (steers) {
      intents.add(steers)
      continue
    }
    if (content.length > 1 && refusesWish(clause.low)) continue
    const own = margins.ranked.filter(([label]) => usable(label))
    const [label, margin] = own[0]!
    const length = words(clause.low).length
    const backed = whole.of(label)
    const merelyValue =
      length <= 3 && !clause.question && values.some(({ clause: home }) => reads[home]!.clause === clause)
    const answers = values.some(
      ({ clause: home, slot }) => reads[home]!.clause === clause && slot === pending?.slot,
    )
    const trusted = steering.has(label) ? backed > -0.45 || margin > 0.3 : backed > -0.75 || margin > 0.1
    if (
      isIntent(label) &&
      !merelyValue &&
      trusted &&
      margin >
        Math.max(bands.clause + (length <= 2 ? 0.15 : 0), (clause.question && !answers ? 0 : gap) - 0.3)
    )
      intents.add(label)
    else if (smallTalk.has(label) && margin > -0.1) intents.add(label)
    else if (label === 'unknown' && clause.question && margin > 0.1 && backed > -0.6) intents.add('unknown')
    for (const [further, value] of own.slice(1))
      if (smallTalk.has(further) && value > bands.further + 0.1) intents.add(further)
  }
  const refused = content.length > 1 && content.some(({ clause }) => refusesWish(clause.low))
  const enough = (intents.size === 0 ? bands.further : 0.3) + gap
  for (const [label, margin] of whole.ranked.filter(([name]) => usable(name)))
    if ((isIntent(label) && !refused && margin > enough) || (smallTalk.has(label) && margin > 0.25))
      intents.add(label)
}

function ofWhole({ whole, values, reads, usable }: Message, gap: number, intents: Set<string>): void {
  const ranked = whole.ranked.filter(([label]) => usable(label))
  const first = ranked.find(([label]) => isIntent(label) || label === 'unknown')
  if (!first) return
  const [label, margin] = first
  const leads = label === ranked[0]![0]
  const asserts = values.length > 0 || reads.some(({ answer }) => answer !== undefined)
  const enough = leads ? (asserts ? bands.beside : bands.first) : bands.further
  if (label !== 'unknown' && margin > enough + gap) intents.add(label)
  for (const [further, value] of ranked.slice(0, 6)) {
    if (further === label) continue
    if (
      (isIntent(further) && value > bands.further + 0.25 + gap) ||
      (smallTalk.has(further) && value > bands.further + 0.1 + gap)
    )
      intents.add(further)
  }
}

/** Of several readings of the same words, the better one stays; what merely colours another goes. */
function withoutRivals({ whole, reads }: Message, intents: Set<string>): void {
  const margin = (label: string) =>
    Math.max(whole.of(label), ...reads.map(({ margins, best }) => (best === label ? margins.of(label) : -9)))
  const wanted = [...intents].filter(isIntent).sort((one, other) => margin(other) - margin(one))
  if (
    intents.has('restart') &&
    intents.has('start:onboarding') &&
    whole.of('restart') < whole.of('start:onboarding') + 0.4
  )
    intents.delete('restart')
  const served = wanted.find(
    (label) => label.startsWith('start:') || label.startsWith('faq:') || label === 'human',
  )
  if (served)
    for (const label of ['help', 'source', 'review', 'back', 'repeat', 'restart', 'why'])
      if (
        margin(label) < Math.max(0.7, margin(served) - 0.2) &&
        !reads.some(({ steers }) => steers === label)
      )
        intents.delete(label)
  const homes = new Set<number>()
  for (const label of wanted) {
    const home = reads.findIndex(
      ({ best, steers }) => steers === label || (steers === undefined && best === label),
    )
    if (label !== wanted[0] && (home < 0 || homes.has(home)) && margin(label) < 0.35) intents.delete(label)
    if (home >= 0) homes.add(home)
  }
}

/** Small talk that is only a word of something else: 'dag' of a goodbye, 'later' of a skip. */
function withoutEchoes({ text, values, reads }: Message, intents: Set<string>): void {
  if (
    intents.has('goodbye') &&
    reads.length > 1 &&
    /^\W*(?:goede?n?\p{L}*|goeie\p{L}*|good (?:morning|afternoon|evening|day)|hallo|hoi|hey|hi|hello|dag)(?!\p{L})/u.test(
      text.low,
    ) &&
    !/(?<!\p{L})(?:doei|tot ziens|bye|fijne|prettige)/u.test(text.low)
  ) {
    intents.delete('goodbye')
    intents.add('greet')
  }
  if (intents.has('goodbye') && !/(?<!\p{L})(?:hoi|hallo|hey|hi|hello|goede?\p{L}+)(?!\p{L})/u.test(text.low))
    intents.delete('greet')
  if (values.length > 0 && reads.length === 1) intents.delete('greet')
  if (intents.has('skip') || intents.has('cancel')) intents.delete('goodbye')
  if (intents.has('cancel') && /(?:vergeet|forget) (?:het|it|'t)/.test(text.low)) intents.delete('forgetMe')
}

/** The labels of what a message wants, `unknown` among them where a question in it has no answer. */
export function intentsOf(message: Message): Set<string> {
  const intents = new Set<string>()
  const gap = answering(message)
  if (message.reads.length > 1) ofClauses(message, gap, intents)
  if ([...intents].every((label) => smallTalk.has(label) || label === 'unknown'))
    ofWhole(message, gap, intents)
  for (const label of intents)
    if (message.reads.some(({ clause }) => refuses(clause.low, label))) intents.delete(label)
  withoutRivals(message, intents)
  withoutEchoes(message, intents)
  return intents
}
