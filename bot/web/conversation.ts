/** What the page shows, in one place: the transcript, the language and the line, and what the member can do with them. */
import { CallFailed } from './calls.ts'
import { type Device, randomId } from './device.ts'
import { type Language, languageOf } from './language.ts'
import { type Line, type LineState, makeLine } from './line.ts'
import type { Json } from './narrow.ts'
import { type CarriedFacts, carriedOf, type OwnData, readCarried, readOwnData } from './own-data.ts'
import {
  beginAnew,
  emptyTranscript,
  type Failure,
  keepOnly,
  lastFromBot,
  merge,
  say,
  settle,
  type Transcript,
  withdraw,
} from './transcript.ts'

/** Everything the page is drawn from. */
export interface View {
  readonly transcript: Transcript
  readonly language: Language
  readonly line: LineState
  /** What the device kept of a conversation that has ended, as long as the member has not said what to do with it. */
  readonly carried: CarriedFacts | undefined
  /** History has been read, or there is none: what comes from now on is news. */
  readonly settled: boolean
}

/** Milliseconds after the last message in which the device notes what is known. */
const noteAfter = 1_500

/** The slot in which the assistant asks whether everything is to be forgotten. */
const forgetting = 'confirmForget'

/** Milliseconds. */
const typingEvery = 3_000

const failureOf = (error: unknown): Failure => {
  if (!(error instanceof CallFailed)) return { kind: 'failed' }
  if (error.status === 429) return { kind: 'wait', seconds: error.wait }
  if (error.status !== 413) return { kind: 'failed' }
  return { kind: error.code === 'ConversationFull' ? 'full' : 'long' }
}

/** The conversation. It tells whoever watches whenever its view has changed. */
export class Conversation {
  view: View
  private readonly line: Line
  private watcher: () => void = () => {}
  private typedAt = 0

  private noting: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly device: Device,
    language: Language,
    /** Sees every view besides whoever draws it. */
    private readonly witness: (view: View) => void = () => {},
  ) {
    this.view = {
      transcript: emptyTranscript,
      language,
      line: { kind: 'opening' },
      carried: undefined,
      settled: device.resume === undefined,
    }
    this.line = makeLine(device, () => this.view.language, {
      received: (set, member) => {
        const before = lastFromBot(this.view.transcript)
        const transcript = merge(this.view.transcript, set.activities, member)
        const last = lastFromBot(transcript)
        // Only news changes the language: what was said before the member changed it does not change it back.
        const spoken = last === before ? undefined : languageOf(last?.locale)
        this.change({ transcript, language: spoken ?? this.view.language, settled: true })
        if (before?.asks === forgetting && last !== before) void this.forgetWhatIsErased()
        if (last !== before) this.noteLater()
        this.offerWhatWasTold()
      },
      changed: (line) => this.change({ line }),
      anew: (why) =>
        this.change({
          transcript: beginAnew(this.view.transcript, why === 'ended'),
          settled: why === 'ended',
        }),
    })
  }

  /** Opens the line; `watcher` is called on every change. */
  start(watcher: () => void) {
    this.watcher = watcher
    this.line.start()
  }

  /** Says something to the assistant. */
  say(text: string, value?: Json) {
    this.send({ key: randomId(), text, value })
  }

  /** The member types: the person who talks with them may see it, now and then. */
  types() {
    const now = Date.now()
    if (this.view.transcript.handOff?.is.state !== 'talking' || now - this.typedAt < typingEvery) return
    this.typedAt = now
    this.line.sign()
  }

  /** Sends what failed once more, under the same mark. */
  retry(key: string) {
    const entry = this.view.transcript.entries.find((one) => one.key === key)
    if (entry?.kind === 'member' && typeof entry.state === 'object')
      this.send({ key, text: entry.text, value: entry.value })
  }

  /** Takes back what failed; the text is the caller's again. */
  takeBack(key: string) {
    this.change({ transcript: withdraw(this.view.transcript, key) })
  }

  /** Changes the page's language, and asks the assistant to change with it. */
  speak(language: Language, inItsOwnWords: string) {
    if (language === this.view.language) return
    this.change({ language })
    if (this.view.line.kind !== 'offline') this.say(inItsOwnWords)
  }

  /** What the assistant knows of the member; rejects where it cannot be had. */
  async known(): Promise<OwnData> {
    return readOwnData(await this.line.ask('/known'))
  }

  /** Everything that is kept of the member, as JSON to keep. */
  everything(): Promise<unknown> {
    return this.line.ask('/everything')
  }

  /** Takes what the device kept of the conversation before into this one, or lets go of it. */
  carry(inItsOwnWords: string | undefined) {
    const { carried } = this.view
    this.device.carried = undefined
    this.change({ carried: undefined })
    if (inItsOwnWords !== undefined && carried) this.say(inItsOwnWords, { known: carried.known })
  }

  /** What the device holds of another conversation, one that is gone, is offered until the member has said what to do with it, in whichever tab. */
  private offerWhatWasTold() {
    const held = readCarried(this.device.carried)
    const carried = held && held.of !== this.device.conversation ? held : undefined
    if (carried?.of !== this.view.carried?.of) this.change({ carried })
  }

  /** Has the device keep what is known, once it is quiet: should the conversation be gone one day, that need not be. */
  private noteLater() {
    clearTimeout(this.noting)
    this.noting = setTimeout(async () => {
      const { conversation } = this.device
      const known = await this.known().catch(() => undefined)
      this.offerWhatWasTold()
      // What was kept is still to be offered.
      if (!known || this.view.carried || conversation !== this.device.conversation) return
      const carried = carriedOf(known, conversation)
      this.device.carried = carried && JSON.stringify(carried)
    }, noteAfter)
  }

  /** Who is forgotten should not go on reading it on the screen either. */
  private async forgetWhatIsErased() {
    this.device.carried = undefined
    const log = await this.line.log()
    this.change({ transcript: keepOnly(this.view.transcript, log) })
  }

  private send({
    key,
    text,
    value,
  }: {
    readonly key: string
    readonly text: string
    readonly value?: Json | undefined
  }) {
    this.change({ transcript: say(this.view.transcript, { key, text, value, at: Date.now() }) })
    const settled = (state: 'sent' | Failure, id?: string) =>
      this.change({ transcript: settle(this.view.transcript, key, state, id) })
    this.line.post(key, text, value).then(
      (id) => settled('sent', id),
      (error: unknown) => settled(failureOf(error)),
    )
  }

  private change(part: Partial<View>) {
    this.view = { ...this.view, ...part }
    this.watcher()
    this.witness(this.view)
  }
}
