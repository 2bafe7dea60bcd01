/** What the page shows, in one place: the transcript, the language and the line, and what the member can do with them. */
import { CallFailed } from './calls.ts'
import { type Device, randomId } from './device.ts'
import { type Language, languageOf } from './language.ts'
import { type Line, type LineState, makeLine } from './line.ts'
import type { Json } from './narrow.ts'
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
  /** History has been read, or there is none: what comes from now on is news. */
  readonly settled: boolean
}

/** The slot in which the assistant asks whether everything is to be forgotten. */
const forgetting = 'confirmForget'

const failureOf = (error: unknown): Failure => {
  if (!(error instanceof CallFailed)) return { kind: 'failed' }
  if (error.status === 429) return { kind: 'wait', seconds: error.wait }
  return { kind: error.status === 413 ? 'long' : 'failed' }
}

/** The conversation. It tells whoever watches whenever its view has changed. */
export class Conversation {
  view: View
  private readonly line: Line
  private watcher: () => void = () => {}

  constructor(device: Device, language: Language) {
    this.view = {
      transcript: emptyTranscript,
      language,
      line: { kind: 'opening' },
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

  /** Who is forgotten should not go on reading it on the screen either. */
  private async forgetWhatIsErased() {
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
  }
}
