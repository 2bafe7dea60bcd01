/** What people of support read: on cards, in threads, in mails. A language that misses a line does not compile. */
import type { CaseRefusal, ThreadSaying } from '../../domain/cases.ts'
import type { Language } from '../../domain/values.ts'
import { en } from './words/en.ts'
import { nl } from './words/nl.ts'

/** The words of one language. */
export interface SupportWords {
  readonly title: string
  readonly states: Readonly<Record<'unassigned' | 'assigned' | 'closed', string>>
  readonly reasons: Readonly<Record<'asked' | 'notUnderstood', string>>
  readonly outcomes: Readonly<
    Record<'solved' | 'passedOn' | 'noAnswer' | 'withdrawn' | 'muted' | 'forgotten', string>
  >
  readonly talks: Readonly<
    Record<
      'onboarding' | 'passwordReset' | 'registration' | 'migration' | 'tierSelection' | 'payment' | 'none',
      string
    >
  >
  readonly languages: Readonly<Record<Language, string>>
  readonly labels: Readonly<
    Record<
      | 'state'
      | 'assignee'
      | 'place'
      | 'language'
      | 'reason'
      | 'step'
      | 'opened'
      | 'wants'
      | 'facts'
      | 'lines'
      | 'messages'
      | 'notes'
      | 'outcome'
      | 'rating'
      | 'member'
      | 'assistant'
      | 'nobody',
      string
    >
  >
  readonly words: (words: string) => string
  readonly erased: string
  readonly howTo: string
  readonly actions: Readonly<
    Record<
      | 'claim'
      | 'assign'
      | 'note'
      | 'reply'
      | 'close'
      | 'reopen'
      | 'mute'
      | 'propose'
      | 'transcript'
      | 'send'
      | 'save',
      string
    >
  >
  readonly inputs: Readonly<
    Record<'reply' | 'canned' | 'note' | 'closing' | 'outcome' | 'assignee' | 'minutes', string>
  >
  readonly minutes: Readonly<Record<'60' | '1440' | '10080', string>>
  readonly thread: (saying: ThreadSaying) => string
  readonly refusals: (refusal: CaseRefusal) => string
  readonly noAttachments: string
  readonly noted: string
  readonly invalid: string
  readonly nobodyChosen: string
  /** The team's roster could not be had. */
  readonly notChecked: string
  readonly formPosted: string
  readonly nothingToPropose: string
  readonly setUp: (languages: readonly string[], subjects: readonly string[]) => string
  readonly stopped: string
  readonly notSetUp: string
  readonly usage: (unknown: string) => string
}

const words: Readonly<Record<Language, SupportWords>> = { nl, en }

/** The words for a reader with this locale; Dutch where it says nothing. */
export const wordsFor = (locale: string | undefined): SupportWords =>
  locale === undefined || locale.toLowerCase().startsWith('nl') ? words.nl : words.en

/** The words of a language. */
export const wordsOf = (language: Language): SupportWords => words[language]
