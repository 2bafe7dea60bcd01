/** Dutch for people of support. */
import { asTyped } from '../../../dialogs/messages/format.ts'
import type { SupportWords } from '../words.ts'

export const nl: SupportWords = {
  title: 'Een lid vraagt om een mens',
  states: { unassigned: 'Wacht op iemand', assigned: 'In behandeling', closed: 'Afgerond' },
  reasons: { asked: 'Vroeg zelf om een mens', notUnderstood: 'De assistent begreep het drie keer niet' },
  outcomes: {
    solved: 'Opgelost',
    passedOn: 'Doorverwezen',
    noAnswer: 'Geen reactie van het lid',
    withdrawn: 'Ingetrokken door het lid',
    muted: 'Gestopt, lid tijdelijk geblokkeerd',
    forgotten: 'Gegevens gewist op verzoek van het lid',
  },
  talks: {
    onboarding: 'lid worden',
    passwordReset: 'wachtwoord',
    registration: 'producten registreren',
    migration: 'migreren',
    tierSelection: 'niveau',
    payment: 'betalen',
    none: 'buiten een onderwerp',
  },
  languages: { nl: 'Nederlands', en: 'Engels' },
  labels: {
    state: 'Status',
    assignee: 'Wie helpt',
    place: 'Plek in de rij',
    language: 'Taal',
    reason: 'Waarom',
    step: 'Waar het misging',
    opened: 'Gevraagd op',
    wants: 'Wat het lid wil',
    facts: 'Wat al bekend is',
    lines: 'Wat er het laatst gezegd is',
    messages: 'Met een mens',
    notes: 'Notities (ziet het lid niet)',
    outcome: 'Afloop',
    rating: 'Beoordeling',
    member: 'Lid',
    assistant: 'Assistent',
    nobody: 'nog niemand',
  },
  words: (words) => `zei: “${asTyped(words)}”`,
  erased: 'Het lid wil vergeten worden: alle gegevens van dit verzoek zijn gewist.',
  howTo:
    'Antwoord in deze draad of hier; het lid leest het met je voornaam. Begin een bericht met // voor een notitie die het lid niet ziet.',
  actions: {
    claim: 'Ik pak dit op',
    assign: 'Geef aan iemand',
    note: 'Notitie',
    reply: 'Antwoord',
    close: 'Afronden',
    reopen: 'Weer openen',
    mute: 'Tijdelijk blokkeren',
    propose: 'Voorstellen voor de FAQ',
    transcript: 'Hele gesprek',
    send: 'Verstuur',
    save: 'Bewaar',
  },
  inputs: {
    reply: 'Antwoord aan het lid',
    canned: 'Of kies een vast antwoord',
    note: 'Notitie, alleen voor collega’s',
    closing: 'Wat is eruit gekomen?',
    outcome: 'Afloop',
    assignee: 'Wie neemt het over?',
    minutes: 'Hoe lang?',
  },
  minutes: { '60': 'Een uur', '1440': 'Een dag', '10080': 'Een week' },
  thread: (saying) => {
    switch (saying.kind) {
      case 'said':
        return `**Lid**: ${asTyped(saying.text)}`
      case 'returned':
        return `${asTyped(saying.agent)} reageerde niet op tijd; dit verzoek wacht weer op iemand.`
      case 'withdrawn':
        return 'Het lid heeft het verzoek ingetrokken.'
      case 'forgotten':
        return 'Het lid wil vergeten worden: de gegevens van dit verzoek zijn gewist. Wis ook wat je er zelf van bewaard hebt.'
      case 'assigned':
        return `${asTyped(saying.by)} geeft dit verzoek aan ${asTyped(saying.agent || 'een collega')}.`
      case 'rated':
        return `Het lid geeft dit gesprek een ${saying.value} (van 5).`
      default:
        return saying satisfies never
    }
  },
  refusals: (refusal) => {
    switch (refusal.reason) {
      case 'taken':
        return `Dit verzoek is al van ${asTyped(refusal.who || 'een collega')}.`
      case 'closed':
        return 'Dit verzoek is afgerond. Open het weer om verder te gaan.'
      case 'notClosed':
        return 'Dit verzoek is niet afgerond.'
      case 'forgotten':
        return 'De gegevens van dit verzoek zijn gewist; er kan niets meer mee.'
      case 'empty':
        return 'Er staat nog niets in.'
      case 'tooLong':
        return 'Dat is te lang: hoogstens 4.000 tekens.'
      case 'notMember':
        return 'Alleen leden van het team van dit kanaal kunnen verzoeken behandelen.'
      case 'unknown':
        return 'Dit verzoek is er niet meer.'
      default:
        return refusal satisfies never
    }
  },
  noAttachments: 'Bestanden en beelden kan ik niet doorgeven aan het lid; tekst wel.',
  noted: 'Bewaard als notitie; het lid ziet die niet.',
  invalid: 'Dat kan ik niet verwerken.',
  nobodyChosen: 'Kies eerst iemand van het team van dit kanaal.',
  notChecked: 'Teams zegt mij nu niet wie er in het team zit; ik heb niets gedaan. Probeer het zo nog eens.',
  formPosted: 'Het formulier staat in de draad van dit verzoek. Vul het daar aan en verstuur het.',
  nothingToPropose: 'Er is in dit verzoek nog geen antwoord om voor te stellen.',
  setUp: (languages, subjects) =>
    `Verzoeken van leden komen voortaan in dit kanaal${languages.length > 0 ? `, in het ${languages.join(' en ')}` : ''}${subjects.length > 0 ? `, over ${subjects.join(', ')}` : ''}. Met ‘support stop’ houdt dat op.`,
  stopped: 'Nieuwe verzoeken van leden komen niet meer in dit kanaal.',
  notSetUp: 'In dit kanaal kwamen geen verzoeken van leden.',
  usage: (unknown) =>
    `‘${asTyped(unknown)}’ ken ik niet. Zeg ‘support’, ‘support nl’, ‘support en’, een onderwerp erbij (bijvoorbeeld ‘support betalen’), of ‘support stop’.`,
}
