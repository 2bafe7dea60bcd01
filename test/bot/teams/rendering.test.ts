/** How the bot's words and buttons look in Teams. */
import { describe, expect, test } from 'vitest'
import { buttonCard, withTeamsButtons } from '../../../bot/channels/teams/buttons.ts'
import { teamsMarkdown } from '../../../bot/channels/teams/rendering.ts'
import { buttonsOf } from './playground.ts'

describe('text', () => {
  test.for<[string, string, string]>([
    [
      'keeps what it emphasises and links',
      '**Zilver**: [open](https://a.example)',
      '**Zilver**: [open](https://a.example)',
    ],
    ['shows what would be markup', 'a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    ['shows it where it was escaped for Markdown, too', 'a \\< b \\& \\*c\\*', 'a &lt; b &amp; \\*c\\*'],
    ['mentions nobody', '<at>Megan</at>', '&lt;at&gt;Megan&lt;/at&gt;'],
    ['breaks lines where they break', 'one\ntwo\n\nthree', 'one\n\ntwo\n\nthree'],
    ['keeps lists together, and apart from what is around', 'so:\n- a\n- b\nthen', 'so:\n\n- a\n- b\n\nthen'],
    ['keeps numbered lists', '1. a\n2. b', '1. a\n2. b'],
    ['may be nothing', '', ''],
  ])('%s', ([, given, shown]) => {
    expect(teamsMarkdown(given)).toBe(shown)
  })
})

describe('buttons', () => {
  const labels = [
    'Ja',
    'Nee',
    'Weet ik niet',
    'Een heel lange knop met veel woorden erin, en nog meer',
    'Stop',
    'Hulp',
    'Taal',
  ]

  test('are all there, in order, each with a way for clients that only submit', () => {
    const buttons = buttonsOf(buttonCard(labels, 'tx|0000003').content)
    expect(buttons.map(({ title }) => title)).toEqual(labels)
    for (const { data, ...button } of buttons)
      expect(button).toMatchObject({ type: 'Action.Execute', fallback: { type: 'Action.Submit', data } })
  })

  test('are in rows that a narrow window shows', () => {
    const rows = buttonCard(labels, '').content.body as { actions: { title: string }[] }[]
    for (const { actions } of rows) {
      expect(actions.length).toBeLessThanOrEqual(4)
      const length = actions.reduce((sum, { title }) => sum + title.length, 0)
      expect(actions.length === 1 || length <= 44).toBe(true)
    }
  })

  test('of a talk’s own card become those of Teams, and the rest of it stays', () => {
    const card = {
      type: 'AdaptiveCard',
      body: [
        { type: 'TextBlock', text: 'a', wrap: true },
        { type: 'ActionSet', actions: [{ type: 'Action.Submit', title: 'Wis', data: 'Wis punten' }] },
      ],
      actions: [{ type: 'Action.OpenUrl', url: 'https://a.example' }],
    }
    const made = withTeamsButtons(card, 'tx|0000003') as typeof card
    expect(made.body[0]).toEqual(card.body[0])
    expect(made.actions).toEqual(card.actions)
    expect(buttonsOf(made)).toMatchObject([
      {
        type: 'Action.Execute',
        title: 'Wis',
        verb: 'cpsTap',
        data: { cpsTap: 'Wis punten', under: 'tx|0000003' },
      },
    ])
  })
})
