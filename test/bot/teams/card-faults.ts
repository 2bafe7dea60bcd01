/** What would keep Teams from showing a card: it drops what it does not know without a word, so that somebody has to look. */

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''

/** What Adaptive Cards 1.5 have and Teams shows, and what each cannot do without. */
const needed: Readonly<Record<string, readonly string[]>> = {
  TextBlock: ['text'],
  FactSet: ['facts'],
  Container: ['items'],
  ColumnSet: ['columns'],
  Column: ['items'],
  ActionSet: ['actions'],
  'Input.Text': ['id', 'label'],
  'Input.ChoiceSet': ['id', 'label', 'choices'],
  'Action.Execute': ['title', 'verb', 'data'],
  'Action.Submit': ['title', 'data'],
  'Action.OpenUrl': ['title', 'url'],
}

function* faultsIn(element: unknown, ids: Set<unknown>): Generator<string> {
  const one = object(element)
  const type = String(one.type)
  const wants = needed[type]
  if (!wants) {
    yield `Teams does not know ${type}`
    return
  }
  for (const name of wants) {
    const value = one[name]
    const empty = Array.isArray(value)
      ? value.length === 0
      : !isText(value) && Object.keys(object(value)).length === 0
    if (empty) yield `${type} has no ${name}`
  }
  if (type.startsWith('Input.')) {
    if (ids.has(one.id)) yield `two inputs are called ${one.id}`
    ids.add(one.id)
  }
  for (const { title, value } of [...list(one.facts), ...list(one.choices)].map(object))
    if (!isText(title) || !isText(value)) yield `${type} has an empty line`
  for (const inner of [...list(one.items), ...list(one.columns), ...list(one.actions)])
    yield* faultsIn(inner, ids)
  if (one.fallback !== undefined && one.fallback !== 'drop') yield* faultsIn(one.fallback, ids)
}

/** What is wrong with a card, one line each. */
export const cardFaults = (card: unknown): readonly string[] => {
  const { type, version, body, actions } = object(card)
  const ids = new Set<unknown>()
  return [
    ...(type === 'AdaptiveCard' && version === '1.5' ? [] : ['no Adaptive Card 1.5']),
    ...(list(body).length > 0 ? [] : ['an empty card']),
    ...[...list(body), ...list(actions)].flatMap((element) => [...faultsIn(element, ids)]),
    // Teams takes messages of 28 KB.
    ...(JSON.stringify(card).length <= 27_000 ? [] : ['larger than Teams takes']),
  ]
}
