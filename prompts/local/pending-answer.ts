/** How a message answers the question that waits: yes, no, 'I don't know', one of the options, or a text of the member's own. */
import { isSlot, slotValues, valueSchema } from '../../domain/values.ts'
import type { Act, PendingQuestion } from '../acts.ts'
import { findUnsure } from './answers.ts'
import { findFields, findMethods, findOrdinal, findTiers } from './choices.ts'
import { soundsBelieved } from './clauses.ts'
import { findCountries } from './countries.ts'
import { asksYesNo, endsAsking, isIntent, isTextSlot, type Message, smallTalk } from './message.ts'
import { moodOf } from './mood.ts'
import { wholeAnswer } from './product-data.ts'
import { namesSubject, saidSlot } from './slot-words.ts'
import { words } from './text.ts'
import type { Value } from './values.ts'

const leading = /^\W*(ja+|jep|jup|yes|yep|yeah|yup|jazeker|zeker|klopt|nee+n?|no|nope|nah)(?!\p{L})/u
const filler = /^\W*(?:ok|oke|okay|goed|prima|top|graag|please|k|right|good|sure|well|correct|klopt)\W*$/

/** What was already made out of a message. */
export interface Made {
  readonly intents: ReadonlySet<string>
  readonly stated: Map<string, boolean>
  readonly values: readonly Value[]
  /** Takes back the values of a slot: the member only weighs them. */
  readonly drop: (slot: string) => void
}

/** 'The first one', 'nummer 2': the option meant, `unknown` where there is none, `undefined` where it is no such answer. */
export function pointedAt(low: string, pending: PendingQuestion | null): readonly Act[] | undefined {
  if (pending && ['points', 'rating', 'serialNumber', 'productName'].includes(pending.slot)) return undefined
  const options = pending?.options ?? []
  const at = findOrdinal(low, options.length)
  if (at === undefined) return undefined
  if (at === 'none' || !pending) return [{ act: 'unknown' }]
  const value = options[at]
  if (
    typeof value === 'boolean' ||
    !isSlot(pending.slot) ||
    !valueSchema(pending.slot).safeParse(value).success
  )
    return [{ act: value === false ? 'deny' : value === true ? 'affirm' : 'unknown' }]
  return [{ act: 'inform', slot: pending.slot, value } as Act]
}

function plainAnswers({ reads }: Message) {
  const content = reads.some(({ answer }) => answer === undefined)
  const has = (wanted: string) =>
    reads.some(
      ({ answer, clause }) =>
        answer === wanted && !(wanted === 'affirm' && content && filler.test(clause.low)),
    )
  return { denied: has('deny'), affirmed: has('affirm'), doubted: has('unsure') }
}

const cue =
  /(?<!\p{L})(?:ja+|jep|yes|yep|yeah|nee+n?|no|nope|wel|niet|nie|ni|geen|gene|nooit|nog|al|not|never|none|inderdaad|idd|zeker|klopt|indeed|correct|graag|please|sure|of course|natuurlijk|uiteraard|\p{L}+n't|dont|didnt|doesnt|cant|cannot|havent|i do|i did|i have|i am|it did|it does|it is|that's (?:right|it)|gelukt|lukt\p{L}*|works?|worked|werkt\p{L}*|failed|mislukt|weiger\p{L}*|heb ik|heb er|eentje|got one|have one|have it|i'?m in|i am in|erin|aangemaakt|created|ingesteld|doe maar|go ahead|goed|prima|fine|okay|oke?|ok)(?!\p{L})/u
/** Finding something is an answer where something may be there or not; it says nothing about whether signing in works. */
const finding = /(?<!\p{L})(?:found|gevonden|teruggevonden)(?!\p{L})/u
const isFoundOrNot = (slot: string) =>
  !/^(?:firstPasswordWorked|resetWorked|passwordSet|signedIn)$/.test(slot)
const mail = /(?<!\p{L})(?:binnen(?:gekregen|gekomen)?|gekregen|ontvangen|received|arrived|came in)(?!\p{L})/u

/** Whether a message is about something coming in, which was not asked. */
const isAboutMail = ({ text, pending }: Message): boolean =>
  /^(?:greenTickVisible|migrateButtonVisible|hasBusinessAccount|wantsSheet)$/.test(pending!.slot) &&
  mail.test(text.low) &&
  !namesSubject(text.low, pending!.slot)

/** Whether what merely sounds like a yes or a no can be one: it says so in some word, or repeats what was asked, and asks nothing. */
const isAbout = ({ text, reads, pending }: Message): boolean => {
  const { slot } = pending!
  const answers = (low: string) =>
    cue.test(low) || namesSubject(low, slot) || (isFoundOrNot(slot) && finding.test(low))
  if (reads.length > 1 && /(?<!\p{L})(?:gisteren|yesterday)(?!\p{L})/u.test(text.low)) return false
  if (/(?<!\p{L})(?:mag|kan|can|is) (?:dat|that|it)\W*$/u.test(text.low) || /\?\W*$/.test(text.low)) {
    const told = reads.filter(({ clause }) => !clause.question)
    return told.some(({ clause }) => answers(clause.low))
  }
  return answers(text.low)
}

/** The answer to a yes/no question; with words of its own about the question it becomes a stated fact instead. */
function yesNoAnswer(message: Message, { intents, stated }: Made): Act | undefined {
  const { text, reads, whole, pending } = message
  const slot = pending!.slot
  const named = reads.some(({ clause, answer }) => answer === undefined && namesSubject(clause.low, slot))
  if (isAboutMail(message)) return undefined
  if (slot !== 'accountEmailReceived' && stated.has('accountEmailReceived') && !named && reads.length === 1)
    return undefined
  if (stated.has(slot)) {
    if (named) return undefined
    if (slot === 'hasBusinessAccount' && !isAbout(message)) {
      stated.delete(slot)
      return undefined
    }
    const yes = stated.get(slot)
    stated.delete(slot)
    return { act: yes ? 'affirm' : 'deny' }
  }
  const { denied, affirmed, doubted } = plainAnswers(message)
  const statement = reads.filter(({ answer }) => answer === undefined)
  const states =
    named &&
    statement.length === 1 &&
    words(statement[0]!.clause.low).length >= 4 &&
    !statement[0]!.clause.question &&
    !doubted &&
    denied !== affirmed &&
    Object.hasOwn(slotValues, slot)
  if (states) {
    stated.set(slot, affirmed)
    return undefined
  }
  if (denied) return { act: 'deny' }
  if (affirmed) return { act: 'affirm' }
  if (doubted) return { act: 'unsure' }
  const lead = leading.exec(text.low)?.[1]
  const [label, margin] = (['affirm', 'deny', 'unsure'] as const)
    .map((name) => [name, whole.of(name)] as const)
    .reduce((one, other) => (other[1] > one[1] ? other : one))
  const strongest = whole.ranked.find(([name]) => isIntent(name) || name === 'unknown')?.[1] ?? -9
  const contract = Object.hasOwn(slotValues, slot)
  const enough = intents.size > 0 ? 0.1 : contract ? -0.45 : -0.25
  const wished =
    /^(?:wants|another|more)/.test(slot) && /(?<!\p{L})(?:did|had|was|were|hadden)(?!\p{L})/u.test(text.low)
  const asksBack = reads.every(({ clause, answer }) => answer === undefined && clause.question)
  const heard =
    message.readable &&
    !asksBack &&
    !wished &&
    isAbout(message) &&
    !moodOf(text) &&
    margin > enough &&
    margin > strongest
      ? label
      : undefined
  const doubt = findUnsure(text.low)
  const unsure = doubt !== undefined
  const opens =
    doubt !== undefined &&
    lead !== undefined &&
    text.low.indexOf(lead) >= doubt.start &&
    text.low.indexOf(lead) < doubt.end
  if (opens && intents.size === 0) return { act: 'unsure' }
  const own = lead ? (lead.startsWith('n') ? 'deny' : 'affirm') : heard
  if (own === 'unsure' || (own && !lead && unsure && intents.size === 0)) return { act: 'unsure' }
  const parts = reads.filter(({ answer }) => answer === undefined)
  if (
    own &&
    lead &&
    named &&
    parts.length === 1 &&
    !parts[0]!.clause.question &&
    Object.hasOwn(slotValues, slot)
  ) {
    stated.set(slot, own === 'affirm')
    return undefined
  }
  if (own) return { act: own }
  return unsure && [...intents].every((name) => smallTalk.has(name) || name === 'help')
    ? { act: 'unsure' }
    : undefined
}

/** Whether several of the options are named and none is chosen. */
const wavers = (low: string, slot: string): boolean =>
  slot === 'purchaseCountry'
    ? new Set(findCountries(low, true).map(({ value }) => value)).size > 1
    : slot === 'tier'
      ? new Set(findTiers(low).map(({ value }) => value)).size > 1
      : slot === 'paymentMethod' && new Set(findMethods(low, true).map(({ value }) => value)).size > 1

const hesitates =
  /(?<!\p{L})(?:(?:ik )?twijfel(?: nog)?(?: over| tussen)?|in two minds|torn|undecided|can't decide|cannot decide|kan niet kiezen|haven't decided|not decided|nog niet (?:beslist|besloten|gekozen)|weet (?:het |'t )?nog niet|don't know yet|(?:misschien|maybe|perhaps) .{1,40}(?:misschien|maybe|perhaps)|(?:not|niet) sure (?:about|yet|between))(?!\p{L})/u
const none =
  /(?<!\p{L})(?:geen|no|niet (?:bij|via|van) een|not (?:at|from|via|through) an?|zonder|without|nooit een|never an?|has no|heeft geen|doesn't have)(?!\p{L})/u
const unseen =
  /^\W*(?:(?:i|ik|we) )?(?:can't|cannot|cant|can not|couldn't|kan|kon|kunnen)(?: (?:ik|we))?(?: (?:dat|het|it|that|them|ze|die|hem))? ?(?:niet )?(?:see|find|check|read|look|zien|vinden|lezen|nakijken|checken|terugvinden|niet)(?: (?:it|that|them|this|dat|het|nergens|anywhere|right|now|nu|just|here|hier|from|at|the|moment|even|op|dit|vinden|zien|meer|any|more))*\W*$/u

/** Whether an answer says that what was asked for does not exist or cannot be seen. */
const lacksIt = (low: string, slot: string): boolean =>
  unseen.test(low) ||
  ((isTextSlot(slot) || slot === 'purchaseDate' || slot === 'invoiceDate') &&
    words(low).length <= 8 &&
    none.test(low) &&
    saidSlot(low) === slot)

/** The answer, where it is no value, to any other question. */
function otherAnswer(message: Message, made: Made): Act | undefined {
  const { intents, stated, values } = made
  const { text, reads, whole, pending } = message
  const { denied, affirmed, doubted } = plainAnswers(message)
  const given =
    values.some(({ slot }) => slot === pending?.slot) || (pending !== null && stated.has(pending.slot))
  const nothing =
    values.length === 0 && stated.size === 0 && [...intents].every((label) => smallTalk.has(label))
  const doubtful = reads.some(
    ({ clause }, at) =>
      words(clause.low).length <= 8 &&
      findUnsure(clause.low) &&
      !message.values.some(({ clause: home }) => home === at),
  )
  if (!given && doubted) return { act: 'unsure' }
  if (!pending) return undefined
  if (hesitates.test(text.low) && ['tier', 'paymentMethod', 'purchaseCountry'].includes(pending.slot)) {
    made.drop(pending.slot)
    return { act: 'unsure' }
  }
  if (!given && lacksIt(text.low, pending.slot)) return { act: 'unsure' }
  if (!given && doubtful && values.length > 0 && !values.some(({ estimate }) => estimate))
    return { act: 'unsure' }
  if (
    !given &&
    !reads.some(({ clause }) => clause.question) &&
    (wavers(text.low, pending.slot) ||
      (['tier', 'paymentMethod'].includes(pending.slot) &&
        /^\W*(?:alle (?:twee|drie|vier)|all (?:of them|two|three|four)|allemaal|alles|everything)\W*$/.test(
          text.low,
        )))
  )
    return { act: 'unsure' }
  if (!nothing) return undefined
  if ((findUnsure(text.low) || whole.of('unsure') > -0.1) && whole.of('unsure') > -0.8)
    return { act: 'unsure' }
  return denied ? { act: 'deny' } : affirmed ? { act: 'affirm' } : undefined
}

/** The act by which a message answers the pending question, where it is a bare yes, no or 'I don't know'. */
export const bareAnswer = (message: Message, made: Made): Act | undefined =>
  asksYesNo(message.pending) ? yesNoAnswer(message, made) : otherAnswer(message, made)

const nothingNamed =
  /^\W*(?:(?:and |en |ok |nou |well )?(?:that'?s|that is|dat is|dat was|this is|dit is)(?: ook| also)? (?:it|all|everything|alles|het|hem|'m|that)|that'll do|klaar|done|ready|finished|niks meer|niets meer|nothing (?:else|more)|geen andere|no more|the same(?: (?:one|shop|store|dealer|place))?|same(?: (?:one|shop|store|dealer|place|as (?:before|above|the first)))?|(?:de|het)?zelfde(?: (?:winkel|dealer|zaak|als (?:net|daarnet|hierboven|de eerste)))?|idem|ditto|zie (?:boven|hierboven)|see above|there|daar|here|hier|goed|good|top|super|great|prima|nice|mooi|cool|lol|haha\p{L}*|wow|idioot|stom ding|idiot|whatever)\W*$/u

/** Whether a text only names fields ('serial number', 'de datum'), which is no value of one. */
const onlyNames = (low: string): boolean => {
  let rest = low
  for (const { start, end } of [...findFields(low)].reverse())
    rest = `${rest.slice(0, start)} ${rest.slice(end)}`
  return rest !== low && /^\W*(?:(?:de|het|the|my|mijn|en|and|is|:)\W*)*$/u.test(rest)
}

/** A product's name, serial number or dealer in the member's own words, where the message says nothing else. */
export function textAnswer({ text, pending, reads, whole }: Message, { intents }: Made): Act | undefined {
  const slot = pending?.slot
  if (
    !isTextSlot(slot) ||
    reads.some(({ answer, clause }) => answer || clause.conditional || endsAsking(clause))
  )
    return undefined
  if ([...intents].some((label) => isIntent(label) && whole.of(label) > -0.1) || whole.of('unknown') > 0.25)
    return undefined
  const [label, margin] = whole.ranked.find(
    ([name]) => isIntent(name) || name === 'unsure' || name === 'unknown',
  )!
  if (margin > (label.includes(':') ? -0.2 : -0.55) && margin > whole.of(`value:${slot}`)) return undefined
  if (nothingNamed.test(text.low) || (words(text.low).length <= 4 && onlyNames(text.low))) return undefined
  const own = wholeAnswer(text, slot)
  return (
    own && {
      act: 'inform',
      slot,
      value: own.value,
      ...(soundsBelieved(text.low) ? { estimate: true as const } : {}),
    }
  )
}
