/** English around a hand-off. */
import type { Opening } from '../../../domain/hours.ts'
import { asTyped, formatOf } from '../format.ts'
import type { HandOffWords } from '../hand-off.ts'

const format = formatOf('en')

const weekdays: Readonly<Record<Opening['weekday'], string>> = {
  sunday: 'Sunday',
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
}

const when = ({ day, weekday, time, inDays }: Opening): string =>
  inDays === 0
    ? `today at ${time}`
    : inDays === 1
      ? `tomorrow at ${time}`
      : inDays < 7
        ? `on ${weekdays[weekday]} at ${time}`
        : `on ${format.date(day)} at ${time}`

const nobodyThere = (closed: { readonly next: Opening | undefined }): string =>
  closed.next
    ? `Nobody is there right now; people are back ${when(closed.next)}.`
    : 'Nobody is there right now; as soon as somebody is, they take up your question.'

const place = (at: number): string =>
  at === 1 ? 'You are first in line.' : `You are number ${format.number(at)} in line.`

const somebody = (agent: string): string => (agent === '' ? 'Somebody of our team' : asTyped(agent))

export const handOff: HandOffWords = {
  confirm: ({ wants, names, place: at, closed }) =>
    [
      'Shall I pass you on to a person?',
      `They will see ${format.list([
        ...(wants === '' ? [] : [`what you want (“${asTyped(wants)}”)`]),
        ...(names.length === 0 ? [] : [`your answers (${format.list(names)})`]),
        'this conversation',
      ])}.`,
      closed ? nobodyThere(closed) : place(at),
    ].join(' '),
  confirmAgain: 'Shall I pass you on to a person, with your answers and this conversation?',
  opened: ({ place: at, closed, mail }) =>
    [
      'Done, your question is with our people.',
      ...(closed ? [nobodyThere(closed)] : []),
      place(at),
      'The answer comes here; feel free to close the page.',
      ...(mail === 'promised' ? ['You get it by e-mail as well.'] : []),
      ...(mail === 'asked' ? ['Type your e-mail address and you get it by e-mail as well.'] : []),
      'Meanwhile you can go on with me.',
    ].join(' '),
  waiting: ({ place: at, closed }) =>
    ['Your question is with our people already.', ...(closed ? [nobodyThere(closed)] : []), place(at)].join(
      ' ',
    ),
  withdrawn: 'Taken back: your question is no longer with our people.',
  nothingToWithdraw: 'There is no open question to a person.',
  claimed: (agent) => `${somebody(agent)} is here for you. A person reads what you type now; I keep quiet.`,
  claimedAgain: (agent) => `${somebody(agent)} comes back to you. A person reads what you type now.`,
  tookOver: (agent) => `${somebody(agent)} takes over the conversation.`,
  returned: (agent, at) =>
    `${somebody(agent)} is not responding just now; I’m sorry. Your question is back in line. ${place(at)} Meanwhile you can go on with me.`,
  closed: (agent) => `${somebody(agent)} has finished the conversation. You are talking with me again.`,
  askRating: 'How was this help, from 1 to 5?',
  delayed:
    'I can’t reach our support people right now. Your question is kept, and goes on as soon as that works again.',
  muted: (until) =>
    `This conversation with a person ends here. From ${until} you can talk to a person again; meanwhile I’m glad to help.`,
  forgotten: 'Your data in the request to support are erased as well.',
}
