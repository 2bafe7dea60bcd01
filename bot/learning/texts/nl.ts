/** What support reads where it searches the FAQ and adds to it, in Dutch: the source of the other languages. */

export const nl = {
  sources: 'Bronnen',
  form: {
    title: 'Voorstel voor de FAQ',
    hint: 'Het voorstel wordt bewaard. Het komt pas in de FAQ als de redactie het daar zet. Laat namen, nummers en e-mailadressen weg.',
    languages: { nl: 'In het Nederlands', en: 'In het Engels' },
    question: 'Vraag',
    questionHint: 'Zoals een lid het in het algemeen zou vragen',
    answer: 'Antwoord',
    answerHint:
      'Kort. {support} wordt de manier om support te bereiken, {signIn} en {resetPassword} worden links.',
    variants: 'Hoe leden het vragen (mag leeg blijven)',
    variantsHint: 'Eén per regel',
    facts: 'Waar het antwoord op rust',
    factsHint: 'Kies de feiten',
    factsMissing: 'Kies minstens één feit.',
    missing: 'Vul dit in.',
    send: 'Voorstellen',
    wrong: 'Dit klopt nog niet:',
  },
  faults: {
    unreadable: 'Het formulier kwam niet goed over. Open het opnieuw.',
    tooShort: (field: string, least: number) => `${field}: schrijf minstens ${least} tekens.`,
    tooLong: (field: string, most: number) => `${field}: schrijf hoogstens ${most} tekens.`,
    private: (field: string, found: string) => `${field}: ‘${found}’ is persoonlijk; haal het weg.`,
    placeholder: (field: string, found: string) => `${field}: ‘${found}’ kan hier niet staan.`,
    tooMany: (field: string, most: number) => `${field}: geef er hoogstens ${most}.`,
    noFact: 'Kies minstens één feit waar het antwoord op rust.',
    unknownFact: (id: string) => `Het feit ‘${id}’ is er niet.`,
    settled: 'Over dit voorstel is al beslist; er verandert niets meer.',
    busy: 'Iemand anders was net met dit voorstel bezig. Probeer het nog eens.',
  },
  proposed: {
    title: 'Voorgesteld voor de FAQ',
    told: (by: string) => `Bewaard, voorgesteld door ${by}. De redactie beslist of het in de FAQ komt.`,
    again: 'Opnieuw voorstellen mag: zolang er niet over beslist is, vervangt het dit voorstel.',
  },
}

/** The texts, which every language has. */
export type LearningTexts = typeof nl
