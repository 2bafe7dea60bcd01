/** The way to a person and back: a mode in front of the talks. While an agent talks with the member, the assistant is silent. */
import { openAt } from '../domain/hours.ts'
import { type Notice, noticeSchema } from '../domain/notices.ts'
import { parseAddressKey } from '../domain/values.ts'
import { type Confirming, latestAddress } from './conversation.ts'
import { ratingCard } from './kit/cards.ts'
import type { HandOffSeen } from './kit/reply.ts'
import { isAsked, ratingTaps, tapped } from './kit/taps.ts'
import type { Turn } from './kit/turn.ts'
import { askedAbout, receiptLines } from './kit/wording.ts'
import { localeOf } from './messages/format.ts'
import type { Queued } from './messages/hand-off.ts'
import { ratingKey } from './rating.ts'
import type { Scene } from './scene.ts'

type Asking = Extract<Confirming, { what: 'handOff' }>

/** A request for a person as it waits, with the opening hours where nobody is there. */
const queued = ({ parts: { policy, now } }: Turn, place: number): Queued => {
  const hours = policy.support?.hours
  const opening = hours && openAt(hours, now)
  return { place, ...(opening && !opening.open ? { closed: { next: opening.next } } : {}) }
}

const untilWords = ({ record: { language } }: Turn, until: string): string =>
  new Intl.DateTimeFormat(localeOf[language], {
    timeZone: 'Europe/Amsterdam',
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(new Date(until))

/** What the member typed that was not just a wish for a person, or a button. */
const wantsOf = ({ turn, waiting }: Scene): string =>
  turn.words !== '' && tapped(turn.words, turn.record, waiting) === undefined
    ? turn.words
    : (turn.record.memory.typed ?? '')

/**
 * Offers to pass the member on to a person, saying what is passed on; or says where the request stands. `false` where there
 * is no way to any person.
 */
export const offerPerson = async (scene: Scene): Promise<boolean> => {
  const { turn } = scene
  const { memory } = turn.record
  const { handOff: words } = turn.says
  if (memory.handOff?.state === 'waiting') {
    turn.handedOver = true
    turn.note(words.waiting(queued(turn, memory.handOff.place)))
    offerWays(turn)
    return true
  }
  const desk = await turn.parts.desk?.()
  if (!desk) return false
  turn.handedOver = true
  if (desk.kind === 'muted') {
    turn.note(words.muted(untilWords(turn, desk.until)))
    return true
  }
  const wants = wantsOf(scene)
  const reason = turn.attemptsBefore >= 3 ? 'notUnderstood' : 'asked'
  const names = receiptLines(turn.record, turn.says).map(({ name }) => name)
  turn.confirm(words.confirm({ ...queued(turn, desk.ahead + 1), wants, names }), {
    kind: 'confirm',
    what: 'handOff',
    reason,
    wants,
  })
  return true
}

/** Text as it was before it was made harmless for Markdown. */
const unmarked = (text: string): string => text.replace(/\\([\\`*_{}[\]()#+!|<>~&])/g, '$1')

/** The talk and the question at which the member asked for a person. */
const stepOf = ({ record, says }: Turn) => {
  const address = record.memory.asked === null ? undefined : parseAddressKey(record.memory.asked)
  const question =
    address && isAsked(address.slot)
      ? says.asks[address.slot].short(askedAbout(address, record.facts, says))
      : null
  return { talk: record.stack.at(-1)?.id ?? null, question: question && unmarked(question) }
}

const emailOf = ({ record: { facts } }: Turn): string | null => {
  const address = latestAddress(facts, 'email')
  const fact = address && facts[address.slot]
  return fact?.kind === 'known' ? String(fact.value) : null
}

/** What can be tapped while a request waits. */
const offerWays = (turn: Turn): void => turn.offer(turn.says.taps.goOn, turn.says.taps.withdraw)

/** The member agreed: the case is opened, and waits for somebody. `false` where there is no way to any person by now. */
export const requestPerson = async (turn: Turn, { reason, wants }: Asking): Promise<boolean> => {
  const { record, says } = turn
  const step = stepOf(turn)
  const desk = await turn.parts.desk?.()
  if (!desk) return false
  if (desk.kind === 'muted') {
    turn.note(says.handOff.muted(untilWords(turn, desk.until)))
    return true
  }
  const [place, email] = [desk.ahead + 1, emailOf(turn)]
  record.memory.handOff = { state: 'waiting', agent: '', place, email, rates: false }
  const facts = receiptLines(record, says).map(({ name, value, words }) => ({
    name,
    value: unmarked(value),
    words,
  }))
  turn.tells.push({ kind: 'open', language: record.language, reason, wants, step, facts, email, place })
  turn.handOffStatus = 'initiated'
  turn.handedOver = true
  const mail = !desk.mails ? 'none' : email === null ? 'asked' : 'promised'
  turn.note(says.handOff.opened({ ...queued(turn, place), mail }))
  // What waited comes back behind it: the conversation goes on meanwhile.
  turn.flush({ dialog: record.stack.at(-1)?.id ?? null })
  offerWays(turn)
  return true
}

/** Takes the request back, or ends the talk with a person. */
export const withdraw = ({ turn }: Scene): void => {
  const { memory } = turn.record
  const { handOff } = memory
  if (!handOff || handOff.state === 'over') return turn.note(turn.says.handOff.nothingToWithdraw)
  memory.handOff = { ...handOff, state: 'over' }
  turn.tells.push({ kind: 'withdraw' })
  turn.handOffStatus = 'failed'
  turn.note(turn.says.handOff.withdrawn)
}

/** What a member may do by its own button while a person talks: leave, and be forgotten. */
const stays: ReadonlySet<string> = new Set(['withdraw', 'forgetMe'])

/** Whether a message goes to the person who talks with the member: then the assistant says nothing to it. */
export const isForAgent = ({ turn, waiting }: Scene, text: string): boolean => {
  const { handOff, asking } = turn.record.memory
  if (handOff?.state !== 'talking') return false
  const moves = tapped(text, turn.record, waiting)
  const [move] = moves ?? []
  if (!move) return true
  if (stays.has(move.act)) return false
  return !(move.act === 'confirm' && asking?.kind === 'confirm' && asking.what === 'forgetMe')
}

/** Where the request for a person stands, for clients; `undefined` where there is none, or it has been over for a while. */
export const handOffSeen = (turn: Turn, before: string | undefined): HandOffSeen | undefined => {
  const { handOff } = turn.record.memory
  switch (handOff?.state) {
    case 'waiting':
      return { state: 'waiting', place: handOff.place }
    case 'talking':
      return { state: 'talking', agent: handOff.agent }
    default:
      return before === 'waiting' || before === 'talking' ? { state: 'over' } : undefined
  }
}

/** An address that the member left while a case is open goes to it. */
export const tellEmail = (turn: Turn): void => {
  const { handOff } = turn.record.memory
  const email = emailOf(turn)
  if (!handOff || handOff.state === 'over' || email === null || email === handOff.email) return
  handOff.email = email
  turn.tells.push({ kind: 'email', address: email })
}

/** What a person wrote, as it was typed: line by line, never as markup but for its addresses. */
const asWritten = (text: string): string =>
  text
    .split('\n')
    .map((line) =>
      line
        .replace(/https?:\/\/[^\s<>]+|[\\`*_[\]<~|&]/g, (found) =>
          found.startsWith('http') ? `<${found}>` : `\\${found}`,
        )
        .replace(/^(\s*)([#>+-]|\d+(?=[.)]))/, (_, space: string, sign: string) =>
          /\d/.test(sign) ? `${space}${sign}\\` : `${space}\\${sign}`,
        ),
    )
    .join('  \n')

/** How a turn for a notice goes on: with the question that waited, or not. */
type Then = 'goOn' | 'silent'

/** Takes up what the member's case tells. What is none is nothing. */
export const hearNotice = (scene: Scene, given: unknown): Then => {
  const parsed = noticeSchema.safeParse(given)
  return parsed.success ? take(scene, parsed.data) : 'silent'
}

const take = ({ turn, waiting }: Scene, notice: Notice): Then => {
  const { memory } = turn.record
  const { handOff: words, taps } = turn.says
  const { handOff } = memory
  const open = handOff && handOff.state !== 'over' ? handOff : undefined
  switch (notice.kind) {
    case 'place':
      if (open) open.place = notice.place
      return 'silent'
    case 'claimed': {
      const { agent, again } = notice
      // Taken back meanwhile: whoever claimed it is told that.
      if (!handOff || (!open && !again)) return 'silent'
      const text = handOff.state === 'talking' ? words.tookOver : again ? words.claimedAgain : words.claimed
      memory.handOff = { ...handOff, state: 'talking', agent, rates: false }
      turn.handOffStatus = 'accepted'
      turn.note(text(agent))
      turn.flush({ taps: [{ label: taps.leave }] })
      return 'silent'
    }
    case 'said':
      turn.agent = notice.agent
      turn.note(asWritten(notice.text))
      turn.flush(open ? { taps: [{ label: taps.leave }] } : {})
      turn.agent = undefined
      return 'silent'
    case 'returned':
      if (!open) return 'silent'
      memory.handOff = { ...open, state: 'waiting', agent: '', place: notice.place }
      turn.note(words.returned(notice.agent, notice.place))
      turn.flush()
      offerWays(turn)
      return 'goOn'
    case 'closed':
      if (!open) return 'silent'
      memory.handOff = { ...open, state: 'over', rates: !notice.rated }
      turn.handOffStatus = 'completed'
      turn.note(words.closed(notice.agent))
      if (notice.rated) {
        turn.flush({ outcome: 'handedOff' })
        return 'goOn'
      }
      turn.note(words.askRating)
      // Under a question that comes back its own choices are tapped: the rating stands beside it.
      if (waiting || memory.asking) {
        turn.attach('', [ratingCard(turn.says)])
        turn.flush({ outcome: 'handedOff' })
        return 'goOn'
      }
      turn.flush({ taps: ratingTaps(turn.says), outcome: 'handedOff' })
      memory.asked = ratingKey
      return 'silent'
    case 'delayed':
      if (!open) return 'silent'
      turn.note(words.delayed)
      if (open.state === 'waiting') {
        turn.flush()
        offerWays(turn)
        return 'goOn'
      }
      turn.flush({ taps: [{ label: taps.leave }] })
      return 'silent'
    case 'muted':
      if (!handOff) return 'silent'
      memory.handOff = { ...handOff, state: 'over', rates: false }
      turn.handOffStatus = 'failed'
      turn.note(words.muted(untilWords(turn, notice.until)))
      return 'goOn'
    default:
      return notice satisfies never
  }
}
