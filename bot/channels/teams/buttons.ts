/**
 * What can be tapped in Teams: `Action.Execute`, and for clients that do not know it `Action.Submit`. Either says the button's
 * label, as any tap does, and which of the bot's messages it is under. What comes back is nothing to rely on.
 */
import { z } from 'zod'
import { asTyped } from '../../../dialogs/messages/format.ts'

/** The verb of the bot's own buttons. */
export const tapVerb = 'cpsTap'

/** The content type of an Adaptive Card. */
export const cardType = 'application/vnd.microsoft.card.adaptive'

const tapShape = z.object({ cpsTap: z.string().min(1).max(300), under: z.string().max(100).catch('') })

/** A tap on one of the bot's buttons: its label, and the id of the message that it is under, as its sender claims. */
export interface CardTap {
  readonly label: string
  readonly under: string
}

/** The tap that this data stands for; `undefined` where it is none. */
export function tapOf(data: unknown): CardTap | undefined {
  const parsed = tapShape.safeParse(data)
  return parsed.success ? { label: parsed.data.cpsTap, under: parsed.data.under } : undefined
}

/** A button with this label, under the message of this id. */
const buttonOf = (label: string, under: string, title = label) => {
  const data = { cpsTap: label, under }
  return {
    type: 'Action.Execute',
    title,
    ...(title === label ? {} : { tooltip: label }),
    verb: tapVerb,
    data,
    fallback: { type: 'Action.Submit', title, data },
  }
}

/** A row holds as much as a narrow window shows. */
const rowAtMost = { buttons: 4, characters: 44 }

function rowsOf(labels: readonly string[]): readonly (readonly string[])[] {
  const rows: string[][] = []
  let length = 0
  for (const label of labels) {
    const row = rows.at(-1)
    if (row && row.length < rowAtMost.buttons && length + label.length <= rowAtMost.characters) {
      row.push(label)
      length += label.length
    } else {
      rows.push([label])
      length = label.length
    }
  }
  return rows
}

const cardOf = (body: readonly unknown[]) => ({
  contentType: cardType,
  content: {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    body,
  },
})

/** A card with nothing but buttons. */
export const buttonCard = (labels: readonly string[], under: string) =>
  cardOf(
    rowsOf(labels).map((row) => ({
      type: 'ActionSet',
      actions: row.map((label) => buttonOf(label, under)),
    })),
  )

/** What stands in place of a card with buttons once one was tapped. */
export const chosenCard = (label: string) =>
  cardOf([
    {
      type: 'TextBlock',
      text: `✓ ${asTyped(label)}`,
      wrap: true,
      weight: 'Bolder',
    },
  ])

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A card as the talks make it, with its buttons as Teams has them. */
export function withTeamsButtons(card: unknown, under: string): unknown {
  if (Array.isArray(card)) return card.map((part) => withTeamsButtons(part, under))
  if (!isObject(card)) return card
  const { type, data, title } = card
  if (type === 'Action.Submit' && typeof data === 'string')
    return buttonOf(data, under, typeof title === 'string' ? title : data)
  return Object.fromEntries(
    Object.entries(card).map(([name, value]) => [name, withTeamsButtons(value, under)]),
  )
}
