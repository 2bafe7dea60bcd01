/** The model in front of the local engine: asked only where the local engine is not sure, and only to read, never to say. */
import type { Act, Understander, Understanding, Utterance } from '../../prompts/acts.ts'
import type { Confidence } from '../../prompts/local/confidence.ts'
import { sureFrom } from '../../prompts/local/confidence.ts'
import { contract } from '../../prompts/understand/contract.ts'
import type { Nearest } from '../../prompts/understand/nearest.ts'
import { hidePrivateData, showPrivateData } from '../../prompts/understand/private-data.ts'
import { promptFor } from '../../prompts/understand/prompt.ts'
import { readAnswer } from '../../prompts/understand/reading.ts'
import { callers } from './budget.ts'
import { ModelFailure } from './failure.ts'
import type { Pins } from './pins.ts'
import type { Reach } from './reach.ts'
import type { RecentTurns } from './recent.ts'

/** Examples that are offered to a prompt; as many as fit are shown. */
const examplesPicked = 10

/** What a reading of the model's is made with. */
export interface ReaderParts {
  readonly reach: Reach
  readonly nearest: Nearest
  readonly faqIds: readonly string[]
  readonly recent?: RecentTurns | undefined
}

/** A message as the model read it. */
export interface ModelReading {
  readonly language: string | undefined
  readonly acts: readonly Act[]
  readonly usage: { readonly input: number; readonly cached: number; readonly output: number }
  readonly calls: number
  readonly milliseconds: number
}

/** Reads a message with the model, within the deadline counted from `since` (`performance.now()`). Rejects with a `ModelFailure`. */
export type ModelReader = (utterance: Utterance, since?: number) => Promise<ModelReading>

/** Makes a reader: hides private data, asks, checks what comes back, puts private data in again. */
export function modelReader({ reach, nearest, faqIds, recent }: ReaderParts): ModelReader {
  return async ({ text, pending, today }, since = performance.now()) => {
    const caller = callers.getStore()
    const hidden = hidePrivateData(text, pending)
    const user = promptFor({
      text: hidden.text,
      pending,
      today,
      examples: nearest(hidden.text, pending?.slot, examplesPicked),
      earlier: caller ? (recent?.of(caller.conversation) ?? []) : [],
    })
    const { result, usage, calls, milliseconds } = await reach(
      { system: contract, user },
      caller,
      (content) => {
        const reading = readAnswer(content, {
          faqIds,
          message: text,
          show: (part) => showPrivateData(part, hidden.originals),
        })
        if (reading.kind === 'read') return reading
        throw new ModelFailure(
          reading.why === 'notJson' || reading.why === 'notActs' ? 'unreadable' : 'notAccepted',
        )
      },
      since,
    )
    return { language: result.language, acts: result.acts, usage, calls, milliseconds }
  }
}

/** What the model-backed understander is made of. */
export interface ModelUnderstanderParts {
  readonly local: Understander
  readonly confidence: Confidence
  readonly reader: ModelReader
  readonly pins?: Pins | undefined
  readonly recent?: RecentTurns | undefined
  /** Told of each message that the model was to read and did not. */
  readonly onFailure?: ((failure: ModelFailure) => void) | undefined
}

/**
 * Makes the understander. What is pinned and what the local engine is sure of is understood without a call; so is
 * everything when the model fails. Never rejects for what the model does.
 */
export function modelUnderstander({
  local,
  confidence,
  reader,
  pins = () => undefined,
  recent,
  onFailure,
}: ModelUnderstanderParts): Understander {
  const read = async (utterance: Utterance): Promise<Understanding> => {
    const since = performance.now()
    const own = await local.understand(utterance)
    const pinned = pins(utterance)
    const mood = own.mood ? { mood: own.mood } : {}
    if (pinned) return { language: own.language, acts: pinned, ...mood, by: 'pin' }
    const sure = own.sure !== false && confidence(utterance, own.acts) >= sureFrom
    // Nothing to read: signs alone.
    if (sure || !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(utterance.text)) return own
    try {
      const { language, acts } = await reader(utterance, since)
      return { language: utterance.language ?? language ?? own.language, acts, ...mood, by: 'model' }
    } catch (error) {
      if (!(error instanceof ModelFailure)) throw error
      onFailure?.(error)
      return own
    }
  }
  return {
    understand: async (utterance) => {
      const understood = await read(utterance)
      const caller = callers.getStore()
      if (caller && recent) {
        if (understood.acts.some(({ act }) => act === 'forgetMe' || act === 'restart'))
          recent.forget(caller.conversation)
        else
          recent.add(caller.conversation, {
            asked: utterance.pending?.slot ?? null,
            text: hidePrivateData(utterance.text.slice(0, 400), utterance.pending).text,
          })
      }
      return understood
    },
  }
}
