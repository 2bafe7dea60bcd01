/** The pages that are measured: ours, and unmodified Web Chat against the same server. */
import type { LongTalk } from './long-talk.ts'

/** A page, and where on it to find what is measured. */
export interface Contender {
  readonly name: string
  /** Its address for a new conversation, or for one that was held before. */
  readonly address: (talk?: LongTalk) => string
  /** What is kept on the device for that conversation. */
  readonly kept: (talk: LongTalk) => Readonly<Record<string, string>>
  readonly sendBox: string
  /** A message, whoever it is from. */
  readonly message: string
  readonly ownMessage: string
  /** A choice that can be tapped. */
  readonly choice: string
}

/** Ours first, then Web Chat whole and small. */
export const contenders = (bot: string, site: string): readonly [Contender, Contender, Contender] => {
  const webChat = (name: string, bundle: string): Contender => ({
    name,
    address: (talk) => {
      const given = talk ? { token: talk.token, conversationId: talk.id } : {}
      return `${site}/${bundle}?${new URLSearchParams({ bot, locale: 'en-GB', ...given })}`
    },
    kept: () => ({}),
    sendBox: '.webchat__send-box-text-box__input',
    message: '.webchat__bubble__content',
    ownMessage: '.webchat__bubble--from-user',
    choice: '.webchat__suggested-action',
  })
  return [
    {
      name: 'our page',
      address: () => `${bot}/?lang=en`,
      kept: ({ resume }) => ({ 'cps.resume': resume }),
      sendBox: '[data-testid=send-box]',
      message: 'article .bubble',
      ownMessage: '[data-testid=member-message]',
      choice: 'article > .actions button',
    },
    webChat('Web Chat, full', 'webchat-es5'),
    webChat('Web Chat, minimal', 'webchat-minimal'),
  ]
}
