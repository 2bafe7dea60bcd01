/** The card of a case, as it stands: Adaptive Cards 1.5, Action.Execute with Action.Submit for who does not know it. */
import { asTyped, formatOf, localeOf } from '../../dialogs/messages/format.ts'
import { type Agent, type Case, outcomes } from '../../domain/cases.ts'
import type { Replies } from '../../domain/replies.ts'
import type { Language } from '../../domain/values.ts'
import { wordsOf } from './words.ts'

/** What a card is made of. */
export interface CardParts {
  readonly case: Case
  /** The language of who reads it. */
  readonly language: Language
  readonly replies: Replies
  readonly transcriptUrl?: string | undefined
  /** Who may be given the case. */
  readonly agents: readonly Agent[]
}

/** The act of a card's button: its verb is this, with `case/` in front. */
export type CardAct = 'claim' | 'assign' | 'note' | 'reply' | 'close' | 'reopen' | 'mute' | 'propose'

/** Teams takes cards of 28 KB. */
const [linesShown, messagesShown, factsShown] = [6, 8, 30]

const textBlock = (text: string, more: object = {}) => ({ type: 'TextBlock', text, wrap: true, ...more })

const heading = (text: string) => textBlock(text, { weight: 'Bolder', spacing: 'Medium' })

const fact = (title: string, value: string) => ({ title, value })

const short = (text: string, most = 600): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text

/** A day and a time, where members' and support's day is. */
const momentOf = (at: number, language: Language): string =>
  new Intl.DateTimeFormat(localeOf[language], {
    timeZone: 'Europe/Amsterdam',
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(at)

/** The card of a case, for everybody in its channel. */
export function caseCard(parts: CardParts) {
  const { case: given, language } = parts
  const says = wordsOf(language)
  const isForgotten = given.outcome?.kind === 'forgotten'
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    fallbackText: says.title,
    body: [
      textBlock(says.title, { weight: 'Bolder', size: 'Medium', style: 'heading' }),
      { type: 'FactSet', facts: standing(parts) },
      ...(isForgotten ? [textBlock(says.erased)] : matter(parts)),
      ...(isForgotten ? [] : talk(parts)),
      ...(given.state === 'closed' ? [] : [textBlock(says.howTo, { isSubtle: true, size: 'Small' })]),
    ],
    actions: isForgotten ? [] : actionsOf(parts),
  }
}

function standing({ case: given, language }: CardParts) {
  const says = wordsOf(language)
  const { labels } = says
  const { state, assignee, outcome } = given
  return [
    fact(labels.state, says.states[state]),
    fact(labels.assignee, assignee ? asTyped(assignee.name || '–') : labels.nobody),
    ...(state === 'unassigned' && given.place !== null
      ? [fact(labels.place, formatOf(language).number(given.place))]
      : []),
    ...(outcome
      ? [
          fact(
            labels.outcome,
            [says.outcomes[outcome.kind], ...(outcome.text ? [asTyped(outcome.text)] : [])].join(': '),
          ),
        ]
      : []),
    ...(given.rating === null ? [] : [fact(labels.rating, `${given.rating} / 5`)]),
    fact(labels.language, says.languages[given.language]),
    fact(labels.reason, says.reasons[given.reason]),
    fact(labels.opened, momentOf(given.openedAt, language)),
  ]
}

/** What the member wants, where it went wrong, and what is known. */
function matter({ case: given, language }: CardParts) {
  const says = wordsOf(language)
  const { labels } = says
  const { talk, question } = given.step
  return [
    ...(given.wants === '' ? [] : [heading(labels.wants), textBlock(asTyped(short(given.wants)))]),
    heading(labels.step),
    textBlock([says.talks[talk ?? 'none'], ...(question ? [asTyped(question)] : [])].join(' – ')),
    ...(given.facts.length === 0
      ? []
      : [
          heading(labels.facts),
          {
            type: 'FactSet',
            facts: given.facts
              .slice(0, factsShown)
              .map(({ name, value, words }) =>
                fact(
                  asTyped(name),
                  words === '' || words === value
                    ? asTyped(short(value, 120))
                    : `${asTyped(short(value, 120))} (${says.words(short(words, 120))})`,
                ),
              ),
          },
        ]),
  ]
}

/** What was said: last with the assistant, then with people; and notes. */
function talk({ case: given, language }: CardParts) {
  const { labels } = wordsOf(language)
  const said = (who: string, text: string) =>
    textBlock(`**${asTyped(who)}**: ${asTyped(short(text))}`, { spacing: 'Small' })
  return [
    ...(given.lines.length === 0
      ? []
      : [
          heading(labels.lines),
          ...given.lines.slice(-linesShown).map(({ by, text }) => said(labels[by], text)),
        ]),
    ...(given.messages.length === 0
      ? []
      : [
          heading(labels.messages),
          ...given.messages
            .slice(-messagesShown)
            .map(({ by, name, text }) => said(by === 'member' ? labels.member : name, text)),
        ]),
    ...(given.notes.length === 0
      ? []
      : [heading(labels.notes), ...given.notes.slice(-messagesShown).map(({ by, text }) => said(by, text))]),
  ]
}

function actionsOf(parts: CardParts): readonly object[] {
  const { case: given, language, replies, transcriptUrl, agents } = parts
  const says = wordsOf(language)
  const { actions, inputs } = says
  /** The state of the card that was acted on comes along: the same button twice is the same act. */
  const data = (act: CardAct) => ({ cpsCase: given.id, act, seen: given.changes })
  const execute = (act: CardAct, title: string, more: object = {}) => ({
    type: 'Action.Execute',
    title,
    verb: `case/${act}`,
    data: data(act),
    ...more,
    fallback: { type: 'Action.Submit', title, data: data(act), ...more },
  })
  const show = (title: string, body: readonly object[], action: object) => ({
    type: 'Action.ShowCard',
    title,
    card: { type: 'AdaptiveCard', version: '1.5', body, actions: [action] },
  })
  const text = (id: string, label: string) => ({
    type: 'Input.Text',
    id,
    label,
    isMultiline: true,
    maxLength: 4000,
  })
  const choice = (
    id: string,
    label: string,
    choices: readonly { title: string; value: string }[],
    more = {},
  ) => ({
    type: 'Input.ChoiceSet',
    id,
    label,
    choices,
    ...more,
  })
  const link = transcriptUrl
    ? [{ type: 'Action.OpenUrl', title: actions.transcript, url: transcriptUrl }]
    : []
  const note = show(actions.note, [text('note', inputs.note)], execute('note', actions.save))
  // What an agent has explained may help others. Teams shows six buttons; what is meant to be rare is one tap further.
  const propose = given.messages.some(({ by }) => by === 'agent')
    ? [execute('propose', actions.propose, { mode: 'secondary' })]
    : []
  if (given.state === 'closed')
    return [execute('reopen', actions.reopen, { style: 'positive' }), note, ...link, ...propose]
  return [
    ...(given.state === 'unassigned' ? [execute('claim', actions.claim, { style: 'positive' })] : []),
    show(
      actions.reply,
      [
        text('reply', inputs.reply),
        ...(replies.length === 0
          ? []
          : [
              choice(
                'canned',
                inputs.canned,
                replies.map(({ title }) => ({ title, value: title })),
                { style: 'compact' },
              ),
            ]),
      ],
      execute('reply', actions.send),
    ),
    note,
    show(
      actions.assign,
      [
        choice(
          'assignee',
          inputs.assignee,
          agents.map(({ id, oid, name }) => ({ title: name, value: oid ?? id })),
          // Teams looks up people; other clients offer those who are known.
          {
            'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users?scope=currentContext' },
            style: 'filtered',
          },
        ),
      ],
      execute('assign', actions.assign),
    ),
    show(
      actions.close,
      [
        choice(
          'outcome',
          inputs.outcome,
          outcomes.map((kind) => ({ title: says.outcomes[kind], value: kind })),
          { value: 'solved' },
        ),
        text('closing', inputs.closing),
      ],
      execute('close', actions.close),
    ),
    show(
      actions.mute,
      [
        choice(
          'minutes',
          inputs.minutes,
          (['60', '1440', '10080'] as const).map((value) => ({ title: says.minutes[value], value })),
          { value: '60' },
        ),
      ],
      execute('mute', actions.mute, { style: 'destructive' }),
    ),
    ...link,
    ...propose,
  ]
}

/** A card as an activity. */
export const cardActivity = (card: unknown, summary: string) => ({
  type: 'message',
  summary,
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
})
