/** The Dutch catalogue: the source of all others. */
import type { Catalogue } from '../catalogue.ts'
import { asTyped, bullets, closed, formatOf } from '../format.ts'
import { asks } from './asks.ts'
import { handOff } from './hand-off.ts'
import { says } from './says.ts'
import { fields, methods, names, parts, problems, supportLine, tiers, topics, waysOut } from './words.ts'

const format = formatOf('nl')

export const nl: Catalogue = {
  language: 'nl',
  name: 'Nederlands',
  says,
  asks,
  names,
  tiers,
  methods,
  fields,
  waysOut,
  problems,
  parts,
  topics,
  support: supportLine,
  product: (item, name) => (name === undefined ? `product ${item + 1}` : asTyped(name)),
  try: (round) => `${round}e keer`,
  values: {
    yes: 'ja',
    no: 'nee',
    unsure: 'weet je niet',
    skipped: 'overgeslagen',
    estimate: (value) => `${value} (schatting)`,
    about: (value) => `ongeveer ${value}`,
    over: (value) => `ruim ${value}`,
    under: (value) => `nog geen ${value}`,
    points: (value, one) => `${value} ${one ? 'punt' : 'punten'}`,
  },
  taps: {
    yes: 'Ja',
    no: 'Nee',
    unsure: 'Weet ik niet',
    skip: 'Overslaan',
    back: 'Terug',
    repeat: 'Herhaal',
    why: 'Waarom vraag je dat?',
    cancel: 'Stoppen',
    restart: 'Opnieuw beginnen',
    help: 'Help',
    human: 'Ik wil een mens spreken',
    review: 'Wat weet je van mij?',
    undo: 'Ongedaan maken',
    forgetMe: 'Vergeet mij',
    source: 'Waar komt dat vandaan?',
    confirmRestart: 'Ja, begin opnieuw',
    confirmForget: 'Ja, vergeet alles',
    confirmCorrection: 'Ja, pas aan',
    noneOfThese: 'Geen van deze',
    helped: 'Dit helpt',
    notHelped: 'Dit helpt niet',
    later: 'Later verder',
    keep: 'Nee, laat staan',
    today: 'Vandaag',
    yesterday: 'Gisteren',
    noRating: 'Liever niet',
    ratings: ['1 – slecht', '2 – matig', '3 – gaat wel', '4 – goed', '5 – heel goed'],
    change: (name) => `Wijzig ${name}`,
    erase: (name) => `Wis ${name}`,
    transcript: 'Gesprek meenemen',
    revisit: (part) => `Terug naar ${part}`,
    takeAlong: 'Neem mee wat ik eerder vertelde',
    handOff: 'Ja, geef door',
    withdraw: 'Vraag intrekken',
    leave: 'Terug naar de assistent',
    goOn: 'Verder met de assistent',
  },
  handOff,
  steer: {
    welcome:
      'Hoi! Ik help je lid worden van Canon Professional Services (CPS): van je zakelijke account tot de betaling, in je eigen tempo. Waar zullen we beginnen?',
    greeting: 'Hoi!',
    thanks: 'Graag gedaan!',
    goodbye: (open) =>
      open
        ? 'Tot ziens! Waar we gebleven zijn, bewaar ik; je kunt zo weer verder.'
        : 'Tot ziens, en veel mooie beelden!',
    anythingElse: 'Kan ik nog iets voor je doen?',
    choose: 'Waar kan ik je mee helpen?',
    noted: (lines) =>
      lines.length > 2
        ? `Genoteerd:\n\n${bullets(lines)}`
        : `Genoteerd${lines.some((line) => line.includes(': ')) ? ' –' : ':'} ${format.list(lines)}.`,
    corrected: (name, from, to) => `Aangepast – ${name}: ${from} → **${to}**.`,
    fallsAway: (lost) => `Dat telt daardoor niet meer mee: ${format.list(lost)}.`,
    wrong: (name) => `Oké, dan vergeet ik wat ik had bij ‘${name}’.`,
    undone: (changed) => `Teruggedraaid: ${format.list(changed)}.`,
    nothingToUndo: 'Er is niets om terug te draaien.',
    erased: (name) => `Gewist: ${name}.`,
    goneBack: 'Een stap terug.',
    atBeginning: 'We zijn aan het begin; verder terug kan niet.',
    notUnderstood: [
      'Dat heb ik niet goed begrepen.',
      'Ik volg je nog niet. Een knop aantikken mag ook.',
      'Het lukt me niet om dit te begrijpen. Wil je liever een mens spreken? Of tik een antwoord aan.',
    ],
    notUnderstoodIdle: [
      'Daar weet ik het antwoord niet op. Wat ik wel kan: je helpen met je account, producten, punten, niveau en betaling.',
      'Dat weet ik helaas niet. Zeg het eens anders, of kies een onderwerp.',
      'Hier kan ik je niet mee helpen. Een mens misschien wel – of kies een onderwerp.',
    ],
    notAnAnswer: 'Daar kan ik hier niets mee.',
    example: (example) => `Je kunt bijvoorbeeld antwoorden: ${example}.`,
    help: 'Tik een knop aan of typ gewoon wat je wilt zeggen. Je kunt altijd ‘terug’, ‘herhaal’, ‘overslaan’, ‘stoppen’ of ‘opnieuw beginnen’ zeggen, vragen wat ik van je weet, of een mens vragen.',
    helpQuestion: (why, example) => `${why} Je kunt bijvoorbeeld antwoorden: ${example}.`,
    noQuestion: 'Er staat nu geen vraag open.',
    sources: (lines) => `Dat komt hiervandaan:\n\n${bullets(lines)}`,
    noSources: 'In mijn laatste bericht stond niets waar een bron bij hoort.',
    inferred: 'dit leid ik eruit af; het staat er niet letterlijk',
    byOperator: 'Ingevuld door de beheerder van deze assistent',
    cancelled: (topic) => `Gestopt met ‘${topic}’. Wat je me verteld hebt, bewaar ik.`,
    nothingRunning: 'Er loopt nu niets dat ik kan stoppen.',
    confirmRestart: (known) =>
      known.length === 0
        ? 'Zal ik opnieuw beginnen?'
        : `Als ik opnieuw begin, wis ik: ${format.list(known)}. Doen?`,
    confirmForget:
      'Dan wis ik alles van dit gesprek: je antwoorden en alle berichten, ook de jouwe. Dat kan niet worden teruggedraaid. Doen?',
    confirmCorrection: (name, from, to, lost, next) =>
      `Dan wordt ‘${name}’: ${from} → **${to}**. Daardoor vervalt: ${format.list(lost)}.${next === undefined ? '' : ` Daarna vraag ik naar: ${next}.`} De rest blijft staan. Aanpassen?`,
    clarify: 'Ik weet niet zeker wat je bedoelt. Is het een van deze?',
    noneOfThese: 'Oké, geen van die. Zeg het eens anders.',
    helped: 'Fijn!',
    notHelped: 'Jammer. Vraag het gerust anders, of aan een mens.',
    contradiction: 'Ik lees twee verschillende dingen. Wat klopt?',
    moods: {
      angry: 'Ik snap dat je hier genoeg van hebt. Ik probeer het zo kort mogelijk te houden.',
      distressed: 'Vervelend dat het zo tegenzit. We doen het stap voor stap, er is geen haast.',
    },
    mandatory: (why) =>
      `Deze kan ik eigenlijk niet overslaan. ${why} Wil je later verder? Dan bewaar ik alles.`,
    recap: (lines) => `Dit wist ik al:\n\n${bullets(lines.map(({ name, value }) => `${name}: ${value}`))}`,
    kept: 'Goed, alles blijft staan.',
    restarted: 'Alles is gewist; we beginnen opnieuw.',
    forgotten: 'Gedaan: ik weet niets meer van je, en de berichten hiervoor zijn gewist.',
    person: (support, ways) =>
      `Natuurlijk. ${supportLine(support, ways)} Neem dit gesprek mee, dan hoef je niets dubbel te vertellen.`,
    personSummary: (lines) =>
      `Dit weet ik al van je:\n\n${bullets(lines.map(({ name, value }) => `${name}: ${value}`))}`,
    receipt: 'Dit weet ik van je. Klopt iets niet, wijzig of wis het dan.',
    receiptEmpty: 'Ik weet nog niets van je.',
    receiptWords: (words) => `jij zei: “${words}”`,
    askRating: 'Hoe vond je het gesprek, van 1 tot 5?',
    rated: (value) => (value >= 4 ? 'Dank je, fijn om te horen!' : 'Dank je. Daar leren we van.'),
    notRated: 'Prima.',
    languageChanged: 'We gaan verder in het Nederlands.',
    languageUnknown: (spoken) => `Die taal spreek ik nog niet. Wel: ${format.list(spoken, true)}.`,
    languageOffer: 'Liever in het Nederlands? Tik dan op ‘Nederlands’.',
    languageAlready: 'We praten al Nederlands.',
    digression: (topic) => `Oké, eerst: ${closed(topic)}`,
    backTo: (topic) => `Verder met: ${closed(topic)}`,
    resumed: 'Welkom terug! We gaan verder waar we waren.',
    emailNoted: 'Je e-mailadres heb ik genoteerd.',
    freshStart:
      'Ons vorige gesprek kan ik niet meer lezen; dat spijt me. We beginnen opnieuw – zeg maar waar je mee bezig was.',
    partlyKept:
      'Ik ben intussen bijgewerkt, en een deel van ons gesprek kan ik niet meer lezen; dat spijt me. De rest weet ik nog.',
    noLongerAsked: 'Dank je – dat hoef ik inmiddels niet meer te weten.',
    apology:
      'Er ging bij mij iets mis met je bericht. Wat je eerder vertelde, is bewaard. Probeer het nog eens, of kies een knop.',
    sheetFull: (most) =>
      `Op één blad passen ${most} producten; meer kan ik er niet bij schrijven. Wat er staat, blijft staan.`,
    tooLong: 'Dat is een lang bericht; ik lees er het begin van.',
    nothingThere: (part) => `Bij ‘${part}’ heb je me nog niets verteld.`,
    tookAlong: (lines) =>
      `Dit neem ik mee uit ons vorige gesprek:\n\n${bullets(lines.map(({ name, value }) => `${name}: ${value}`))}`,
    nothingTakenAlong: 'Er is niets om mee te nemen. Dat geeft niet: we beginnen gewoon opnieuw.',
    onlyText: 'Bestanden of beelden kan ik niet bekijken. Typ je vraag of tik een knop aan.',
  },
  pictures: {
    myProducts:
      'Tekening van de site van Canon: een zwarte balk bovenaan, met daarin het tabblad ‘Mijn producten’ omcirkeld.',
    migrateButton:
      'Tekening van de pagina ‘Mijn producten’: rechts staat een blauwe knop met ‘PRODUCTEN MIGREREN’.',
    greenTick:
      'Tekening van twee producten in de lijst: het eerste heeft een groen vinkje, het tweede niet; daar staat ‘Product bekijken’ omcirkeld.',
    corporateSwitch:
      'Tekening van het kopje ‘Beschikbare CPS-categorieën’ met daaronder een schakelaar met de standen AAN en UIT.',
  },
  sheet: {
    title: 'Productblad',
    field: {
      name: 'Product',
      serialNumber: 'Serienummer',
      purchaseDate: 'Aankoopdatum',
      purchaseCountry: 'Land van aankoop',
      dealer: 'Dealer',
    },
    missing: 'nog opzoeken of schatten',
    file: 'productblad',
    copy: 'Kopieer',
  },
}
