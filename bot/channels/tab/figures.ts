/** What the tab is answered about how it goes: where members get stuck, and how they rate it, out of the store's daily counts. */
import {
  type Counted,
  type QuestionStep,
  questionSteps,
  readCountName,
  type TalkStep,
  talkSteps,
} from '../../../dialogs/funnel.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import { talks } from '../../../dialogs/talks.ts'
import { type Language, type Slot, slots, type TalkId, talkIds } from '../../../domain/values.ts'
import type { DayCounts } from '../../stores/store.ts'
import type { RatingsAnswer, StuckAnswer, StuckQuestion } from '../../tab/protocol.ts'

type Steps<S extends string> = Record<S, number>

const noneOf = <S extends string>(steps: readonly S[]): Steps<S> =>
  Object.fromEntries(steps.map((step) => [step, 0])) as Steps<S>

/** What was counted on a day, as far as it still means something. */
const countedOn = ({ counts }: DayCounts): readonly { readonly counted: Counted; readonly times: number }[] =>
  Object.entries(counts).flatMap(([name, times]) => {
    const counted = readCountName(name)
    return counted ? [{ counted, times }] : []
  })

/** Slots in the order in which a talk asks for them; others after them. */
const orderIn = (talk: TalkId): readonly Slot[] => [
  ...new Set([...(Object.keys(talks[talk].asks) as Slot[]), ...slots]),
]

function questionAnswer(slot: Slot, steps: Steps<QuestionStep>, language: Language): StuckQuestion {
  const { asked, answered, unsure, skipped, left, aside, missed } = steps
  // What was asked before the first day may have ended since: then more ended than was asked.
  const open = Math.max(0, asked - answered - unsure - skipped - left - aside)
  const name = catalogues[language].names[slot]
  return { slot, name, asked: asked - Math.min(aside, asked), answered, unsure, skipped, left, open, missed }
}

/** Where members get stuck: each talk that was counted, with its questions in the order in which it asks them. */
export function stuckIn(days: readonly DayCounts[], language: Language): StuckAnswer {
  const inTalks = new Map<TalkId, Steps<TalkStep>>()
  const atQuestions = new Map<TalkId, Map<Slot, Steps<QuestionStep>>>()
  for (const { counted, times } of days.flatMap(countedOn)) {
    if (counted.kind === 'talk') {
      const steps = inTalks.get(counted.talk) ?? noneOf(talkSteps)
      steps[counted.step] += times
      inTalks.set(counted.talk, steps)
    } else if (counted.kind === 'question') {
      const questions = atQuestions.get(counted.talk) ?? new Map<Slot, Steps<QuestionStep>>()
      const steps = questions.get(counted.slot) ?? noneOf(questionSteps)
      steps[counted.step] += times
      questions.set(counted.slot, steps)
      atQuestions.set(counted.talk, questions)
    }
  }
  return {
    talks: talkIds.flatMap((talk) => {
      const [steps, questions] = [inTalks.get(talk), atQuestions.get(talk)]
      if (!steps && !questions) return []
      return [
        {
          talk,
          name: catalogues[language].topics[talk],
          ...(steps ?? noneOf(talkSteps)),
          questions: orderIn(talk).flatMap((slot) => {
            const counted = questions?.get(slot)
            const answer = counted && questionAnswer(slot, counted, language)
            // What only made way for something else says nothing.
            return answer && answer.asked > 0 ? [answer] : []
          }),
        },
      ]
    }),
  }
}

/** How members rated it, day by day; days without a rating are left out. */
export const ratingsIn = (days: readonly DayCounts[]): RatingsAnswer => ({
  days: days.flatMap((day) => {
    const given = [0, 0, 0, 0, 0]
    let declined = 0
    for (const { counted, times } of countedOn(day)) {
      if (counted.kind !== 'rating') continue
      if (counted.value === 'declined') declined += times
      else given[counted.value - 1]! += times
    }
    return declined + given.reduce((sum, times) => sum + times, 0) === 0
      ? []
      : [{ day: day.day, given, declined }]
  }),
})
