/** What the Teams channel itself says, in English. */
import type { TeamsTexts } from './nl.ts'

export const en: TeamsTexts = {
  hello: (bot) =>
    `Hi! I’m ${bot} and I help with Canon Professional Services: account, products, points, membership and payment. Mention me with @ and ask; or talk to me in a chat of your own.`,
  passed: 'That question has passed. Choose under the latest one, or type what you want.',
  notKnown: 'I can’t do that here. Type what you want and I’ll have a look.',
  later: 'That doesn’t work right now. Please try again in a minute.',
}
