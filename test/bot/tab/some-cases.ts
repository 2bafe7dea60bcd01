/** Cases in memory, in place of those that are kept. */
import type { CasesToSee, SeenCase } from '../../../bot/channels/tab/cases.ts'

const minute = 60_000

/** A case that somebody just opened, with what is given in place of that. */
export const someCase = (id: string, given: Partial<SeenCase> = {}): SeenCase => ({
  id,
  conversationId: '',
  language: 'nl',
  state: 'unassigned',
  reason: 'asked',
  wants: 'Ik kom er niet uit',
  step: { talk: null, question: null },
  openedAt: Date.now() - 12 * minute,
  assignee: null,
  notes: [],
  outcome: null,
  rating: null,
  ...given,
})

/** Cases that a test can change. */
export class SomeCases implements CasesToSee {
  constructor(public all: readonly SeenCase[] = []) {}
  open = async () =>
    this.all.filter(({ state }) => state !== 'closed').sort((one, other) => one.openedAt - other.openedAt)
  get = async (id: string) => this.all.find((one) => one.id === id)
}
