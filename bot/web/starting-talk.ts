/** Begins a talk that was asked for from outside: by the page's address, or by the site that frames it. */
import { topics as en } from '../../dialogs/messages/en/words.ts'
import { topics as nl } from '../../dialogs/messages/nl/words.ts'
import { talkOf } from '../widget/messages.ts'
import type { TalkId } from '../widget/talks.ts'
import type { Conversation, View } from './conversation.ts'
import type { Language } from './language.ts'
import { awaitsAnswer, lastFromBot } from './transcript.ts'

/** What a member taps to begin a talk, in each language: beginning it from outside is that tap. */
const topics: Readonly<Record<Language, Readonly<Record<TalkId, string>>>> = { nl, en }

/** A talk by its name; `undefined` where there is none. */
export const readTalk = (name: string | null): TalkId | undefined => talkOf(name)

/** Waits with a talk until the conversation is there. */
export function startingTalk(conversation: () => Conversation) {
  let wanted: { readonly talk: TalkId; readonly asked: boolean } | undefined

  function witness({ settled, transcript, language }: View) {
    const last = lastFromBot(transcript)
    // What is being answered may be that very talk.
    if (!wanted || !settled || !last || awaitsAnswer(transcript)) return
    const { talk, asked } = wanted
    wanted = undefined
    const begun = transcript.entries.some(
      ({ kind, talk: which }) => kind === 'member' && which === transcript.talk,
    )
    const runs = last.dialog === talk && last.outcome === undefined
    // What merely stands on a site does not take a member out of what was begun; what the member asked for does.
    if (runs || (begun && !asked)) return
    conversation().say(topics[language][talk])
  }

  return {
    witness,
    /** Begins this talk as soon as it can be: `asked` where the member wants it now. */
    wants(talk: TalkId | undefined, asked: boolean) {
      if (!talk) return
      wanted = { talk, asked }
      witness(conversation().view)
    },
  }
}
