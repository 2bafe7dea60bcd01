/** What turns tell a member's case: it is saved with the conversation, and brought to the case afterwards, once. */
import { randomBytes } from 'node:crypto'
import type { CaseTell } from '../../dialogs/kit/telling.ts'
import type { MakeErrand } from '../errands.ts'
import type { Served } from '../serving.ts'
import { type CaseNews, type Conversation, type HandOff, isOutstanding } from '../stores/store.ts'
import type { Work } from '../work.ts'

/** A case's id: nothing of the member is in it. */
const newCaseId = (): string => randomBytes(9).toString('base64url')

/** What is told, with where the member reaches the bot as far as that was known. */
export interface Telling {
  readonly tell: CaseTell
  readonly base?: string | undefined
  /** The number of the newest activity of the log by then. */
  readonly number: number
}

/** The hand-off as a turn leaves it; `undefined` where there is none. */
export function handOffAfter(
  { handOff: before }: Conversation,
  { number, base }: Pick<Work, 'number' | 'base'>,
  { forget, handOff: outcome }: Pick<Served, 'forget' | 'handOff'>,
): HandOff | undefined {
  if (forget) return before && forgotten(before, number)
  if (!outcome) return before
  let [caseId, earlier] = [before?.caseId, before?.earlier]
  const news = outcome.tells.map((tell, index): CaseNews => {
    if (tell.kind === 'open') {
      if (caseId !== undefined) earlier = [...(earlier ?? []), caseId].slice(-20)
      caseId = newCaseId()
    }
    return { caseId: caseId ?? '', id: `${number}.${index}`, tell: { tell, base, number } satisfies Telling }
  })
  if (caseId === undefined) return before
  const notices = [...(before?.notices ?? []), ...news]
  return { caseId, state: outcome.state, ...(earlier ? { earlier } : {}), notices }
}

/** All that is left to be told is that every case is to be emptied. */
function forgotten({ caseId, earlier = [] }: HandOff, number: number): HandOff {
  const tell: Telling = { tell: { kind: 'forget' }, number }
  const notices = [...earlier, caseId].map((id) => ({ caseId: id, id: `${number}.forget`, tell }))
  return { caseId, state: 'over', notices }
}

const isLastWord = ({ tell }: CaseNews): boolean => (tell as Telling).tell.kind === 'forget'

/** The conversation once its oldest news was told. After a wish to be forgotten nothing of it is left. */
function withoutFirst(conversation: Conversation, told: CaseNews): Conversation {
  const { handOff, ...rest } = conversation
  const notices = handOff!.notices.slice(1)
  const after =
    isLastWord(told) && notices.length === 0 ? rest : { ...rest, handOff: { ...handOff!, notices } }
  if (isOutstanding(after)) return after
  const { claim: _, ...free } = after
  return free
}

/** How long a case waits that could not be told. Milliseconds. */
const againAfter = 1_000

/** Brings what conversations tell to their cases; `take` rejects where a case cannot be kept now. */
export const tellCases =
  (take: (conversation: Conversation, news: CaseNews) => Promise<void>): MakeErrand =>
  (desk) => ({
    owes: ({ handOff }) => handOff !== undefined && handOff.notices.length > 0,
    async run(id) {
      for (;;) {
        const conversation = await desk.current(id)
        const [first] = conversation?.handOff?.notices ?? []
        if (!conversation || !first) return
        const now = desk.time()
        const note = (to: Conversation) => desk.note({ conversation: to, append: [], erase: false, now })
        try {
          await take(conversation, first)
        } catch {
          // Told again by whoever looks then.
          if (conversation.inbox.length > 0) return
          await note({ ...conversation, claim: { owner: '', until: now + againAfter } })
          return
        }
        if ((await note(withoutFirst(conversation, first))) === 'gone') return
      }
    },
  })
