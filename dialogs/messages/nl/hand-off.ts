/** Dutch around a hand-off. */
import type { Opening } from '../../../domain/hours.ts'
import { asTyped, formatOf } from '../format.ts'
import type { HandOffWords } from '../hand-off.ts'

const format = formatOf('nl')

const weekdays: Readonly<Record<Opening['weekday'], string>> = {
  sunday: 'zondag',
  monday: 'maandag',
  tuesday: 'dinsdag',
  wednesday: 'woensdag',
  thursday: 'donderdag',
  friday: 'vrijdag',
  saturday: 'zaterdag',
}

const when = ({ day, weekday, time, inDays }: Opening): string =>
  inDays === 0
    ? `vandaag om ${time}`
    : inDays === 1
      ? `morgen om ${time}`
      : inDays < 7
        ? `${weekdays[weekday]} om ${time}`
        : `${format.date(day)} om ${time}`

const nobodyThere = (closed: { readonly next: Opening | undefined }): string =>
  closed.next
    ? `Er is nu niemand; ${when(closed.next)} zijn er weer mensen.`
    : 'Er is nu niemand; zodra er weer iemand is, pakt die je vraag op.'

const place = (at: number): string =>
  at === 1 ? 'Je bent als eerste aan de beurt.' : `Je bent nummer ${format.number(at)} in de rij.`

const somebody = (agent: string): string => (agent === '' ? 'Een medewerker' : asTyped(agent))

export const handOff: HandOffWords = {
  confirm: ({ wants, names, place: at, closed }) =>
    [
      'Zal ik je doorgeven aan een mens?',
      `Die krijgt dan te zien: ${format.list([
        ...(wants === '' ? [] : [`wat je wilt (“${asTyped(wants)}”)`]),
        ...(names.length === 0 ? [] : [`je antwoorden (${format.list(names)})`]),
        'dit gesprek',
      ])}.`,
      closed ? nobodyThere(closed) : place(at),
    ].join(' '),
  confirmAgain: 'Zal ik je doorgeven aan een mens, met je antwoorden en dit gesprek?',
  opened: ({ place: at, closed, mail }) =>
    [
      'Gedaan, je vraag ligt bij een mens.',
      ...(closed ? [nobodyThere(closed)] : []),
      place(at),
      'Het antwoord komt hier; je kunt de pagina gerust sluiten.',
      ...(mail === 'promised' ? ['Je krijgt het ook per e-mail.'] : []),
      ...(mail === 'asked' ? ['Typ je e-mailadres, dan krijg je het ook per e-mail.'] : []),
      'Ondertussen kun je met mij verder.',
    ].join(' '),
  waiting: ({ place: at, closed }) =>
    ['Je vraag ligt al bij een mens.', ...(closed ? [nobodyThere(closed)] : []), place(at)].join(' '),
  withdrawn: 'Ingetrokken: je vraag ligt niet meer bij een mens.',
  nothingToWithdraw: 'Er staat geen vraag aan een mens open.',
  claimed: (agent) => `${somebody(agent)} is er voor je. Wat je nu typt, leest een mens; ik houd me stil.`,
  claimedAgain: (agent) => `${somebody(agent)} komt nog even bij je terug. Wat je nu typt, leest een mens.`,
  tookOver: (agent) => `${somebody(agent)} neemt het gesprek over.`,
  returned: (agent, at) =>
    `${somebody(agent)} reageert even niet; dat spijt me. Je vraag staat weer in de rij. ${place(at)} Ondertussen kun je met mij verder.`,
  closed: (agent) => `${somebody(agent)} heeft het gesprek afgerond. Je praat weer met mij.`,
  askRating: 'Hoe vond je deze hulp, van 1 tot 5?',
  delayed:
    'Ik kan de mensen van support nu even niet bereiken. Je vraag is bewaard en gaat door zodra het weer kan.',
  muted: (until) =>
    `Dit gesprek met een mens stopt hier. Vanaf ${until} kun je weer een mens spreken; ik help je intussen graag verder.`,
  forgotten: 'Ook bij support zijn je gegevens uit de aanvraag gewist.',
}
