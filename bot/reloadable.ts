/** The assistant with the operator's files in it: read at start, and again when asked, while it goes on serving. */
import type { Logger } from 'pino'
import type { Assistant } from '../dialogs/assistant.ts'
import type { FaqBook } from '../domain/faq.ts'
import type { Policy } from '../domain/policy.ts'
import { noReplies, type ReplyBook } from '../domain/replies.ts'
import type { PageSettings } from './channels/web/page-settings.ts'
import { SetupFault } from './config.ts'

/** What the operator's files say. */
export interface OperatorFiles {
  readonly policy: Policy
  readonly faq: FaqBook
}

/** What the operator's files make. */
export interface Operated {
  readonly assistant: Assistant
  /** Days that a conversation is kept after its last message. */
  readonly keepDays: number
  /** What the page is told of the policy. */
  readonly pageSettings?: PageSettings | undefined
  readonly files: OperatorFiles
  /** Who may see the support tab, by their object ids in Entra; `undefined` where nobody is named. */
  readonly supportMembers?: readonly string[] | undefined
  /** Minutes after which a person who says nothing gives a case back. */
  readonly silentAfter?: number | undefined
  /** Ready replies for people of support. */
  readonly replies?: ReplyBook | undefined
}

/** An assistant whose files can be read again. */
export interface Reloadable {
  /** Runs each turn as the files said when it began. */
  readonly assistant: Assistant
  /** As the files say now. */
  keepDays(): number
  pageSettings(): PageSettings | undefined
  /** The files as they were last read. */
  files(): OperatorFiles
  /** As the files say now. */
  supportMembers(): readonly string[] | undefined
  silentAfter(): number
  replies(): ReplyBook
  /** Reads the files again; where one is wrong, says so in the log, line by line, and leaves all as it was. Never rejects. */
  reload(): Promise<void>
}

/** Minutes; long enough to look something up. */
const usuallySilentAfter = 15

/** Reads the files for the first time; rejects with their `SetupFault`. */
export async function reloadable(read: () => Promise<Operated>, log: Logger): Promise<Reloadable> {
  let current = await read()
  /** Readings run one after the other: what was asked for last is what is read last. */
  let reading = Promise.resolve()

  async function readAgain(): Promise<void> {
    try {
      current = await read()
      log.info('the policy and the FAQ were read again')
    } catch (error) {
      const faults = error instanceof SetupFault ? error.faults : [(error as Error).message]
      for (const fault of faults) log.error({ fault }, 'a file is wrong; the earlier policy and FAQ stay')
    }
  }

  return {
    assistant: {
      get edition() {
        return current.assistant.edition
      },
      turn: (context, setting) => current.assistant.turn(context, setting),
    },
    keepDays: () => current.keepDays,
    pageSettings: () => current.pageSettings,
    files: () => current.files,
    supportMembers: () => current.supportMembers,
    silentAfter: () => current.silentAfter ?? usuallySilentAfter,
    replies: () => current.replies ?? noReplies,
    reload: () => {
      reading = reading.then(readAgain)
      return reading
    },
  }
}
