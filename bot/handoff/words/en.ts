/** English for people of support. */
import { asTyped } from '../../../dialogs/messages/format.ts'
import type { SupportWords } from '../words.ts'

export const en: SupportWords = {
  title: 'A member asks for a person',
  states: { unassigned: 'Waiting for somebody', assigned: 'Being handled', closed: 'Closed' },
  reasons: { asked: 'Asked for a person', notUnderstood: 'Was not understood three times' },
  outcomes: {
    solved: 'Solved',
    passedOn: 'Referred elsewhere',
    noAnswer: 'No answer from the member',
    withdrawn: 'Taken back by the member',
    muted: 'Stopped, member muted for a while',
    forgotten: 'Data erased at the member’s wish',
  },
  talks: {
    onboarding: 'joining',
    passwordReset: 'password',
    registration: 'registering products',
    migration: 'migrating',
    tierSelection: 'level',
    payment: 'payment',
    none: 'outside any subject',
  },
  languages: { nl: 'Dutch', en: 'English' },
  labels: {
    state: 'State',
    assignee: 'Who helps',
    place: 'Place in line',
    language: 'Language',
    reason: 'Why',
    step: 'Where it went wrong',
    opened: 'Asked at',
    wants: 'What the member wants',
    facts: 'What is known already',
    lines: 'What was said last',
    messages: 'With a person',
    notes: 'Notes (not seen by the member)',
    outcome: 'Outcome',
    rating: 'Rating',
    member: 'Member',
    assistant: 'Assistant',
    nobody: 'nobody yet',
  },
  words: (words) => `said: “${asTyped(words)}”`,
  erased: 'The member wants to be forgotten: all data of this request are erased.',
  howTo:
    'Answer in this thread or here; the member reads it with your first name. Begin a message with // for a note that the member does not see.',
  actions: {
    claim: 'I take this',
    assign: 'Give to somebody',
    note: 'Note',
    reply: 'Reply',
    close: 'Close',
    reopen: 'Reopen',
    mute: 'Mute for a while',
    propose: 'Propose for the FAQ',
    transcript: 'Whole conversation',
    send: 'Send',
    save: 'Save',
  },
  inputs: {
    reply: 'Reply to the member',
    canned: 'Or choose a ready reply',
    note: 'Note, for colleagues only',
    closing: 'What came of it?',
    outcome: 'Outcome',
    assignee: 'Who takes over?',
    minutes: 'How long?',
  },
  minutes: { '60': 'An hour', '1440': 'A day', '10080': 'A week' },
  thread: (saying) => {
    switch (saying.kind) {
      case 'said':
        return `**Member**: ${asTyped(saying.text)}`
      case 'returned':
        return `${asTyped(saying.agent)} did not respond in time; this request waits for somebody again.`
      case 'withdrawn':
        return 'The member took the request back.'
      case 'forgotten':
        return 'The member wants to be forgotten: the data of this request are erased. Please erase what you kept of it yourself.'
      case 'assigned':
        return `${asTyped(saying.by)} gives this request to ${asTyped(saying.agent || 'a colleague')}.`
      case 'rated':
        return `The member gives this conversation ${saying.value} out of 5.`
      default:
        return saying satisfies never
    }
  },
  refusals: (refusal) => {
    switch (refusal.reason) {
      case 'taken':
        return `${asTyped(refusal.who || 'A colleague')} has this request already.`
      case 'closed':
        return 'This request is closed. Reopen it to go on.'
      case 'notClosed':
        return 'This request is not closed.'
      case 'forgotten':
        return 'The data of this request are erased; nothing can be done with it any more.'
      case 'empty':
        return 'There is nothing in it yet.'
      case 'tooLong':
        return 'That is too long: at most 4,000 characters.'
      case 'notMember':
        return 'Only members of this channel’s team can handle requests.'
      case 'unknown':
        return 'This request is no longer there.'
      default:
        return refusal satisfies never
    }
  },
  noAttachments: 'I can’t pass files or pictures on to the member; text I can.',
  noted: 'Kept as a note; the member does not see it.',
  invalid: 'I can’t process that.',
  nobodyChosen: 'First choose somebody of this channel’s team.',
  notChecked:
    'Teams doesn’t tell me right now who is in the team; I did nothing. Please try again in a moment.',
  formPosted: 'The form is in this request’s thread. Complete it there and send it.',
  nothingToPropose: 'There is no answer in this request yet to propose.',
  setUp: (languages, subjects) =>
    `Requests of members come to this channel from now on${languages.length > 0 ? `, in ${languages.join(' and ')}` : ''}${subjects.length > 0 ? `, about ${subjects.join(', ')}` : ''}. ‘support stop’ ends that.`,
  stopped: 'New requests of members no longer come to this channel.',
  notSetUp: 'No requests of members came to this channel.',
  usage: (unknown) =>
    `I don’t know ‘${asTyped(unknown)}’. Say ‘support’, ‘support nl’, ‘support en’, with a subject (for example ‘support payment’), or ‘support stop’.`,
}
