/** One turn at work: the record as it changes, and the replies as they come together. Nothing is sent and nothing stored here. */

import type { FactId } from '../../domain/facts.ts'
import type { FaqBook } from '../../domain/faq.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Circumstances, Decision, Needs, Part, Statement } from '../../domain/rule.ts'
import type { Statements } from '../../domain/statements.ts'
import { type Address, addressKey, type Language, type TalkId } from '../../domain/values.ts'
import { type Confirming, type Conversation, confirmationSlot, knownOf } from '../conversation.ts'
import type { Ended } from '../funnel.ts'
import type { AskedSlot, Catalogue } from '../messages/catalogue.ts'
import { catalogues } from '../messages/index.ts'
import { sheetAttachments } from './cards.ts'
import { type Picture, pictureCard, pictureFile, pictureOf } from './pictures.ts'
import { type Attachment, progressIn, type Reply } from './reply.ts'
import { spoken } from './spoken.ts'
import type { Talk } from './talk.ts'
import { type Tap, tapsOf } from './taps.ts'
import type { CaseTell, HandOffStatus } from './telling.ts'
import { askedAbout } from './wording.ts'

/** What a talk keeps on the dialog stack: what it told already, and what it told last. */
export interface Told {
  told: string[]
  lastTold: string[]
}

/** What a turn works with beside the record. */
export interface TurnParts {
  readonly policy: Policy
  readonly faq: FaqBook
  readonly now: Date
  readonly transcriptUrl: (() => Promise<string>) | undefined
  /** Where a picture's file can be fetched; without it none is shown. */
  readonly pictureUrl: ((file: string) => string) | undefined
  /** What came with the member's message beside its words; anybody's, so it is checked where it is used. */
  readonly value: unknown
  /** Whether people can be asked; `undefined` where there is no way to any. */
  readonly desk?: (() => Promise<DeskState | undefined>) | undefined
}

/** Whether a member can be passed on to people: how many wait already and whether mail can be sent, or until when (ISO 8601) not. */
export type DeskState =
  | { readonly kind: 'open'; readonly ahead: number; readonly mails: boolean }
  | { readonly kind: 'muted'; readonly until: string }

/** What goes with what is said: what can be tapped, and where the talk stands. */
interface Around extends Partial<Pick<Reply, 'dialog' | 'pending' | 'progress' | 'outcome'>> {
  readonly taps?: readonly Pick<Tap, 'label'>[]
}

/** Something said on the way to the next question. */
interface Note {
  readonly text: string
  readonly facts: readonly FactId[]
  readonly byOperator: boolean
  readonly attachments: readonly Attachment[]
  /** It was said before, and with it what it shows. */
  readonly again?: boolean
  /** What of the member's words it says back. */
  readonly saidBack?: readonly string[]
}

/** The day in Amsterdam, where members' 'today' is. */
const amsterdam = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' })

const hour = 60 * 60 * 1000
const daysByHour = new Map<number, string>()

/** ISO 8601, the day as it is in Europe/Amsterdam. */
export const dayOf = (now: Date): string => {
  // Days change on the hour, in summer as in winter: one hour has one day, and formatting it is dear.
  const at = Math.floor(now.getTime() / hour)
  const known = daysByHour.get(at)
  if (known !== undefined) return known
  const day = amsterdam.format(now)
  if (daysByHour.size >= 100) daysByHour.clear()
  daysByHour.set(at, day)
  return day
}

/** FNV-1a, 32 bits: short enough to keep in the record, and two things said of one matter hardly ever share it. */
const hashOf = (text: string): string => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}

/** A statement as a short text, to know it again by. */
export const keyOf = ({ says, about }: Statement): string => `${says} ${hashOf(JSON.stringify(about))}`

/** One turn at work. */
export class Turn {
  readonly replies: Reply[] = []
  readonly today: string
  /** The question was asked in this turn; it is not asked twice. */
  asked = false
  /** Ask the question in full, with what was told before it. */
  inFull = false
  /** What the member asked and nobody could answer; in the member's words. */
  unanswered: string | undefined
  /** What the member thought of an answer of the FAQ. */
  helped: { readonly faq: string; readonly yes: boolean } | undefined
  /** The language that the member asked for. */
  chosen: Language | undefined
  /** Talks change on the stack without a word. */
  quiet = false
  /** A talk came to a good end in this turn. */
  concluded = false
  /** The talks that ended in this turn, and how. */
  readonly ended: Ended[] = []
  /** The way to a person was shown in this turn. */
  handedOver = false
  /** The member asked to be forgotten. */
  forget = false
  /** What the member's case has to be told. */
  readonly tells: CaseTell[] = []
  /** How the hand-off went on in this turn, as Microsoft's events name it. */
  handOffStatus: HandOffStatus | undefined
  /** Who says the next reply, in place of the assistant. */
  agent: string | undefined
  /** Messages in a row that were not understood, before this one. */
  readonly attemptsBefore: number
  /** The product that the message's first product is. */
  firstProduct: number | undefined
  /** What this turn's changes replaced, `undefined` where nothing changed yet. */
  replaced: NonNullable<Conversation['memory']['undo']> | undefined
  private notes: Note[] = []
  private readonly pictured = new Set<Picture>()
  private readonly extraTaps: string[] = []

  constructor(
    readonly record: Conversation,
    /** The member's words, as far as they are kept. */
    readonly words: string,
    readonly parts: TurnParts,
  ) {
    this.today = dayOf(parts.now)
    this.attemptsBefore = record.memory.attempts
  }

  get says(): Catalogue {
    return catalogues[this.record.language]
  }

  get circumstances(): Circumstances {
    return { today: this.today, policy: this.parts.policy }
  }

  /** What a talk's rule says now. `reads` collects the addresses that it looked at. */
  decide(talk: Talk, reads?: Set<string>): Decision {
    return talk.settles(knownOf(this.record.facts, reads), this.circumstances)
  }

  /** Says something in front of the next question. */
  note(text: string, facts: readonly FactId[] = [], byOperator = false): void {
    this.notes.push({ text, facts, byOperator, attachments: [] })
  }

  /** Says back what was taken in; what comes right after one another becomes one sentence. */
  sayBack(line: string): void {
    const before = this.notes.at(-1)?.saidBack
    if (before) this.notes.pop()
    const saidBack = [...(before ?? []), line]
    this.notes.push({
      text: this.says.steer.noted(saidBack),
      facts: [],
      byOperator: false,
      attachments: [],
      saidBack,
    })
  }

  /** Offers taps beside those of the turn's last reply. */
  offer(...labels: readonly string[]): void {
    this.extraTaps.push(...labels)
  }

  /** Says what a rule says. */
  tell(statement: Statement): void {
    const { about, cites, byOperator = false } = statement
    const attachments =
      statement.says === 'sheet.ready'
        ? sheetAttachments((about as Statements['sheet.ready']).products, this.says)
        : []
    this.notes.push({
      text: spoken(statement, this.says),
      facts: cites,
      byOperator,
      attachments,
    })
  }

  /** Says what was not said yet of what a rule tells on its way. */
  tellNew(tells: readonly Statement[], told: Told): void {
    const before = this.inFull ? told.told.filter((key) => !told.lastTold.includes(key)) : told.told
    const keys = tells.map(keyOf)
    const isFresh = (key: string) => !before.includes(key)
    for (const [index, statement] of tells.entries()) if (isFresh(keys[index]!)) this.tell(statement)
    // What is no longer on the way may be told again when the way comes back.
    told.told = keys
    const fresh = keys.filter(isFresh)
    if (fresh.length > 0) told.lastTold = fresh
  }

  /** Asks what a rule needs. */
  ask(
    needs: Pick<Needs, 'slot' | 'item' | 'round' | 'options'>,
    dialog: TalkId | Part | null,
    part?: Part,
  ): void {
    const { slot, item, round } = needs
    const address: Address = { slot, item, round }
    const key = addressKey(address)
    const { memory, facts } = this.record
    const words = this.says.asks[slot as AskedSlot]
    const again = memory.asked === key && !this.inFull
    const text = (again ? words.short : words.ask)(askedAbout(address, facts, this.says))
    const { states, taps, options } = tapsOf(needs, this.says)
    // A card goes out before the question, not after it: the question's choices stand under the question.
    if (this.notes.some(({ attachments }) => attachments.length > 0))
      this.flush({ dialog, progress: progressIn(part) })
    this.notes.push({ text, facts: states, byOperator: false, attachments: [], again })
    this.asked = true
    memory.asked = key
    this.flush({
      taps,
      dialog,
      pending: { dialog, slot, ...(item === undefined ? {} : { item }), ...(options ? { options } : {}) },
      progress: progressIn(part),
    })
  }

  /** Says where the conversation can be fetched, for who takes it to a person. */
  async offerTranscript(): Promise<void> {
    const url = await this.parts.transcriptUrl?.()
    if (url) this.note(`[${this.says.taps.transcript}](${url})`)
  }

  /** Ends a talk with what its rule decided. */
  async conclude(talk: TalkId, decision: Exclude<Decision, Needs>, told: Told): Promise<void> {
    if (decision.toPerson) await this.offerTranscript()
    this.record.memory.told[talk] = told.told
    this.record.memory.asked = null
    // Who is sent away with something still to do, or to a person, is not asked how it was.
    if (!decision.toPerson && !('stops' in decision && decision.stops)) this.concluded = true
    this.ended.push({ talk, step: decision.toPerson ? 'handedOff' : 'completed' })
    if (decision.toPerson) {
      // Where people can be asked, that is one tap away; elsewhere the way to support was just shown.
      const desk = await this.parts.desk?.()
      this.handedOver = desk === undefined
      if (desk?.kind === 'open') this.offer(this.says.taps.human)
    }
    this.flush({
      dialog: decision.part ?? talk,
      progress: progressIn(decision.part),
      outcome: decision.toPerson ? 'handedOff' : 'completed',
    })
  }

  /** Lets a question wait without asking it again. */
  leaveOpen(
    { slot, item, round, options }: Pick<Needs, 'slot' | 'item' | 'round' | 'options'>,
    dialog: TalkId | null,
  ): void {
    const { taps, options: offered } = tapsOf({ slot, round, ...(options ? { options } : {}) }, this.says)
    this.asked = true
    this.flush({
      taps,
      dialog,
      pending: {
        dialog,
        slot,
        ...(item === undefined ? {} : { item }),
        ...(offered ? { options: offered } : {}),
      },
    })
  }

  /** Asks for a confirmation in front of the talks. */
  confirm(text: string, asking: Confirming): void {
    const { taps } = this.says
    const yes = {
      confirmRestart: taps.confirmRestart,
      confirmForget: taps.confirmForget,
      confirmCorrection: taps.confirmCorrection,
      confirmHandOff: taps.handOff,
    }
    const slot = confirmationSlot(asking)
    const dialog = this.record.stack.at(-1)?.id ?? null
    this.record.memory.asking = asking
    this.note(text)
    this.asked = true
    this.flush({
      taps: [{ label: yes[slot] }, { label: taps.keep }],
      dialog,
      pending: { dialog, slot },
    })
  }

  /** The drawing of what is stated here for the first time; none twice in a turn. */
  private picture(notes: readonly Note[]): readonly Attachment[] {
    const { pictureUrl } = this.parts
    const picture = pictureOf(notes.flatMap(({ facts, again }) => (again ? [] : facts)))
    if (!pictureUrl || !picture || this.pictured.has(picture)) return []
    this.pictured.add(picture)
    return [pictureCard(picture, pictureUrl(pictureFile(picture)), this.says)]
  }

  /** Makes a reply of all that was noted; nothing where nothing was. */
  flush({ taps = [], dialog = null, pending = null, progress = null, outcome = null }: Around = {}): void {
    const { notes } = this
    if (notes.length === 0) return
    this.notes = []
    const facts: FactId[] = []
    for (const note of notes) for (const id of note.facts) if (!facts.includes(id)) facts.push(id)
    const byOperator = notes.some((note) => note.byOperator)
    const { memory } = this.record
    if (facts.length > 0) {
      memory.cited = facts
      memory.citedByOperator = byOperator
    }
    const picture = this.picture(notes)
    const texts = notes.map(({ text }) => text).filter((text) => text !== '')
    this.replies.push({
      text: texts.join('\n\n'),
      language: this.record.language,
      facts,
      byOperator,
      taps: taps.map(({ label }) => label),
      attachments: [...picture, ...notes.flatMap((note) => note.attachments)],
      dialog,
      pending,
      progress,
      outcome,
      ...(this.agent === undefined ? {} : { agent: this.agent }),
    })
  }

  /** The replies of the turn. What was offered beside them goes with the last, where clients show it. */
  finish(): readonly Reply[] {
    this.flush()
    const last = this.replies.at(-1)
    if (!last) return []
    // Who has just been shown the way to a person is not offered it again.
    const extra = this.extraTaps.filter((label) => !this.handedOver || label !== this.says.taps.human)
    return [...this.replies.slice(0, -1), { ...last, taps: [...new Set([...last.taps, ...extra])] }]
  }

  /** Adds an attachment to what is noted. */
  attach(text: string, attachments: readonly Attachment[]): void {
    this.notes.push({ text, facts: [], byOperator: false, attachments })
  }

  /** Goes on in another language, for all that follows in this turn. */
  speak(language: Language): void {
    this.record.language = language
    this.record.memory.asked = null
  }
}
