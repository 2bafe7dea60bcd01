/** The bot's messages as Teams shows them. */
import type { Activity } from 'botbuilder-core'
import { asTyped } from '../../../dialogs/messages/format.ts'
import type { TeamsPlace } from '../../stores/store.ts'
import { botAccount } from '../web/adapter.ts'
import { buttonCard, cardType, withTeamsButtons } from './buttons.ts'

const isItem = (line: string) => /^\s*([-*]|\d+\.) /.test(line)

/** Text as Teams reads Markdown: angle brackets would be taken for HTML, and a single line break for none. */
export const teamsMarkdown = (text: string): string =>
  text
    .replace(/\\?[<>&]/g, (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[sign.at(-1)!]!)
    .split('\n')
    .reduce((before, line, index, lines) => {
      if (index === 0) return line
      const above = lines[index - 1]!
      // Lists stay together; other lines become paragraphs.
      const isApart = above.trim() !== '' && line.trim() !== '' && !(isItem(above) && isItem(line))
      return `${before}${isApart ? '\n\n' : '\n'}${line}`
    }, '')

const labelsOf = ({ suggestedActions }: Partial<Activity>): readonly string[] =>
  (suggestedActions?.actions ?? []).map(({ value, title }) => String(value ?? title))

/** Files that are in the message itself cannot be had in Teams; what is in them, the cards show. */
const cardsOf = ({ attachments = [], id = '' }: Partial<Activity>) =>
  attachments
    .filter(({ contentType }) => contentType === cardType)
    .map((attachment) => ({ ...attachment, content: withTeamsButtons(attachment.content, id) }))

/** What is said, by whom where it is not the bot itself: Teams shows all of it as the bot's. */
function saidIn({ text = '', from }: Partial<Activity>): string {
  const name = from?.name
  return name && name !== botAccount.name ? `**${asTyped(name)}**: ${text}` : text
}

const addressed = ({ botId, conversationId, user, kind }: TeamsPlace): Partial<Activity> => ({
  from: { id: botId } as Activity['from'],
  conversation: { id: conversationId } as Activity['conversation'],
  ...(kind === 'personal' && user.id !== botId
    ? { recipient: { id: user.id } as Activity['recipient'] }
    : {}),
})

/** An activity of the bot's, as it is in the log, as it goes to this place. */
export function teamsActivity(logged: Partial<Activity>, place: TeamsPlace): Partial<Activity> {
  const { locale, inputHint, entities, channelData, id = '' } = logged
  const labels = labelsOf(logged)
  const attachments = [...cardsOf(logged), ...(labels.length > 0 ? [buttonCard(labels, id)] : [])]
  return {
    type: 'message',
    ...addressed(place),
    text: teamsMarkdown(saidIn(logged)),
    textFormat: 'markdown',
    ...(locale ? { locale } : {}),
    ...(inputHint ? { inputHint } : {}),
    ...(attachments.length > 0 ? { attachments, attachmentLayout: 'list' } : {}),
    ...(entities && entities.length > 0 ? { entities } : {}),
    ...(channelData ? { channelData } : {}),
  }
}

/** The same in words alone, for a connector that does not take it otherwise. */
export function plainActivity(logged: Partial<Activity>, place: TeamsPlace): Partial<Activity> {
  const labels = labelsOf(logged)
  const choices = labels.length > 0 ? `\n\n${labels.map((label) => `- ${label}`).join('\n')}` : ''
  return {
    type: 'message',
    ...addressed(place),
    text: teamsMarkdown(`${saidIn(logged)}${choices}`),
    textFormat: 'markdown',
  }
}
