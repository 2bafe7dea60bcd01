/** What the moves of one message mean together: what falls away, what contradicts itself, what comes first. */
import type { Slot } from '../domain/values.ts'
import type { Act } from '../prompts/acts.ts'
import { latestAddress } from './conversation.ts'
import type { Move } from './kit/taps.ts'
import type { Scene } from './scene.ts'

const isRating = (one: Move): boolean => one.act === 'inform' && one.slot === 'rating'
const saysMuch = ({ act }: Move): boolean =>
  act === 'start' || act === 'inform' || act === 'correct' || act === 'faq'

/**
 * What a message does not mean beside the rest of it: a number is no rating where it is about something else, and the 'no' of
 * 'no, it was 1,800' belongs to the correction, not to the question that waits.
 */
const withoutWhatIsMeantOtherwise = ({ turn, waiting }: Scene, moves: readonly Move[]): readonly Move[] => {
  const { facts } = turn.record
  const isOther = (slot: Slot) => slot !== waiting?.slot && latestAddress(facts, slot) !== undefined
  const aboutMore = moves.some((one) => saysMuch(one) && !isRating(one))
  const corrects = moves.some((one) => one.act === 'correct' || (one.act === 'inform' && isOther(one.slot)))
  // Who asks for a person is shown the way once, not also by the FAQ.
  const wantsPerson = moves.some(({ act }) => act === 'human')
  return moves.filter(
    (one) =>
      !(aboutMore && isRating(one)) &&
      !(corrects && one.act === 'deny') &&
      !(wantsPerson && one.act === 'faq' && one.id === 'contact-support'),
  )
}

/**
 * What is said first of what belongs together: talks are started last-named first, so that the first one is on top; only the
 * whole way goes below the rest: what stands in its way ('I want to join but cannot sign in') is solved first.
 */
const ordered = (moves: readonly Move[]): readonly Move[] => {
  const isWholeWay = (one: Move) => Number(one.act === 'start' && one.dialog === 'onboarding')
  const starts = moves
    .filter(({ act }) => act === 'start')
    .reverse()
    .sort((one, other) => isWholeWay(other) - isWholeWay(one))
  const polite = moves.filter(({ act }) => act === 'greet' || act === 'thanks')
  const rest = moves.filter(({ act }) => act !== 'start' && act !== 'greet' && act !== 'thanks')
  // A product's name first: what else is said of it then finds its place.
  const isName = (one: Move) => Number(one.act === 'inform' && one.slot === 'productName')
  const understood = rest
    .filter(({ act }) => act !== 'unknown')
    .sort((one, other) => isName(other) - isName(one))
  return [...polite, ...starts, ...(understood.length + starts.length > 0 ? understood : rest)]
}

type Inform = Extract<Act, { act: 'inform' }>

/** Two different values for one thing raise one question, after all else that the message says. */
const withoutContradiction = (moves: readonly Move[]): readonly Move[] => {
  const values = moves.filter((one): one is Inform => one.act === 'inform')
  const sameThing = (one: Inform, other: Inform) => one.slot === other.slot && one.item === other.item
  const clash = values.find((one) =>
    values.some(
      (other) => sameThing(one, other) && JSON.stringify(one.value) !== JSON.stringify(other.value),
    ),
  )
  if (!clash) return moves
  const clashing = values.filter((one) => sameThing(one, clash))
  const readings = clashing.map((one): readonly Act[] => [one])
  return [
    ...moves.filter((one) => !clashing.some((other) => other === one)),
    { act: 'clarify', readings, contradict: true },
  ]
}

/** Where the two ways out are asked, wanting to register is an answer, not another talk. */
const asTheTalkMeansIt = ({ waiting }: Scene, one: Move): Move =>
  waiting?.slot === 'wayOut' && one.act === 'start' && one.dialog === 'registration'
    ? { act: 'answer', value: 'registerAgain' }
    : one

/** The moves of a message as they are carried out. */
export const meant = (scene: Scene, moves: readonly Move[]): readonly Move[] =>
  ordered(
    withoutContradiction(
      withoutWhatIsMeantOtherwise(
        scene,
        moves.map((one) => asTheTalkMeansIt(scene, one)),
      ),
    ),
  )
