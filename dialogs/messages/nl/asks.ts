/** The questions, in Dutch: short, one thing at a time. */
import type { Asked, Catalogue } from '../catalogue.ts'
import { asTyped } from '../format.ts'

const of = ({ item, product }: Asked) =>
  product !== undefined
    ? ` van je **${asTyped(product)}**`
    : item === undefined
      ? ''
      : ` van product ${item + 1}`
const at = ({ item, product }: Asked) =>
  product !== undefined
    ? ` bij je **${asTyped(product)}**`
    : item === undefined || item === 0
      ? ''
      : ` bij product ${item + 1}`

export const asks: Catalogue['asks'] = {
  hasBusinessAccount: {
    ask: () => 'Heb je al een zakelijk Canon-account?',
    short: () => 'Heb je een zakelijk Canon-account?',
    why: 'Je lidmaatschap loopt via een zakelijk Canon-account. Zonder dat account kun je niet verder.',
    example: '‘ja’, ‘nee’ of ‘weet ik niet’',
    yes: 'Ja, heb ik',
    no: 'Nee, nog niet',
  },
  accountCreated: {
    ask: () => 'Heb je het account nu aangemaakt?',
    short: () => 'Is je zakelijke account er nu?',
    why: 'Zodra het account er is, gaan we verder met inloggen.',
    example: '‘ja, het is er’ of ‘nog niet’',
    yes: 'Ja, het is er',
    no: 'Nog niet',
  },
  accountEmailReceived: {
    ask: () => 'Heb je een e-mail gekregen van donotreply@canon-europe.com?',
    short: () => 'Kwam er een e-mail van donotreply@canon-europe.com?',
    why: 'Die e-mail komt automatisch als je zakelijke account is aangemaakt. Daarna stel je je wachtwoord in.',
    example: '‘ja’, ‘nee’ of ‘weet ik niet’',
  },
  emailFound: {
    ask: () => 'Heb je hem gevonden?',
    short: () => 'Heb je de e-mail van donotreply@canon-europe.com gevonden?',
    why: 'Na die e-mail stel je je wachtwoord in. Is hij er echt niet, dan proberen we het anders.',
    example: '‘ja, gevonden’ of ‘nee’',
    yes: 'Ja, gevonden',
    no: 'Nee, nergens',
  },
  signedIn: {
    ask: () => 'Lukt het om in te loggen?',
    short: () => 'Kun je inloggen op je zakelijke account?',
    why: 'Alles wat hierna komt, doe je in je account. Daarom eerst: kom je erin?',
    example: '‘ja’ of ‘nee, het lukt niet’',
    yes: 'Ja, ik ben erin',
    no: 'Nee, lukt niet',
  },
  passwordSet: {
    ask: () => 'Heb je al eens een wachtwoord ingesteld voor dit account?',
    short: () => 'Heb je al een wachtwoord ingesteld?',
    why: 'Een eerste wachtwoord stel je anders in dan een vergeten wachtwoord.',
    example: '‘ja’, ‘nee’ of ‘weet ik niet’',
  },
  firstPasswordWorked: {
    ask: () => 'Is het zo gelukt om in te loggen?',
    short: () => 'Is inloggen met je eerste wachtwoord gelukt?',
    why: 'Als het niet lukt, heb ik nog een andere weg.',
    example: '‘ja, gelukt’ of ‘nee’',
    yes: 'Ja, gelukt',
    no: 'Nee, lukt niet',
  },
  resetWorked: {
    ask: () => 'Probeer het eens. Is het gelukt om in te loggen?',
    short: () => 'Is inloggen met je nieuwe wachtwoord gelukt?',
    why: 'Als het gelukt is, zijn we hier klaar. Zo niet, dan zoeken we verder.',
    example: '‘ja, gelukt’ of ‘nee’',
    yes: 'Ja, gelukt',
    no: 'Nee, lukt niet',
  },
  hadCpsAccount: {
    ask: () => 'Had je al eerder een CPS-account?',
    short: () => 'Had je eerder een CPS-account?',
    why: 'Wie eerder een CPS-account had, kan zijn producten misschien overzetten in plaats van ze opnieuw te registreren.',
    example: '‘ja’, ‘nee’ of ‘weet ik niet meer’',
  },
  oldEmailGiven: {
    ask: () => 'Heb je je oude e-mailadres opgegeven toen je het zakelijke account registreerde?',
    short: () => 'Gaf je bij het registreren je oude e-mailadres op?',
    why: 'Alleen dan kun je producten migreren.',
    example: '‘ja’, ‘nee’ of ‘weet ik niet’',
  },
  migrateButtonVisible: {
    ask: () => 'Zie je onder **‘Mijn producten’** rechts een blauwe knop **PRODUCTEN MIGREREN**?',
    short: () => 'Zie je rechts de blauwe knop **PRODUCTEN MIGREREN**?',
    why: 'Die knop zegt of je kunt migreren.',
    example: '‘ja, die zie ik’ of ‘nee, geen knop’',
    yes: 'Ja, die zie ik',
    no: 'Nee, geen knop',
  },
  wayOut: {
    ask: () => 'Wat wil je: je producten opnieuw registreren, of CPS Priority support vragen?',
    short: () => 'Opnieuw registreren, of CPS Priority support vragen?',
    why: 'Zonder de blauwe knop zijn dit de twee mogelijkheden.',
    example: '‘opnieuw registreren’ of ‘support’',
  },
  migrationProblem: {
    ask: () => 'Waar loop je op vast?',
    short: () => 'Waar loop je op vast bij het migreren?',
    why: 'Voor elk van deze drie is de oplossing anders.',
    example: '‘ik zie geen knop’, ‘geen groen vinkje’ of ‘er ontbreken gegevens’',
  },
  greenTickVisible: {
    ask: ({ round }) =>
      round === undefined || round === 1
        ? 'Zie je bij al je producten een groen vinkje?'
        : 'Kijk nu nog eens: staat er bij al je producten een groen vinkje?',
    short: () => 'Staat er bij al je producten een groen vinkje?',
    why: 'Aan het groene vinkje zie je dat de punten van een gemigreerd product zijn toegekend.',
    example: '‘ja, overal’ of ‘nee, niet bij allemaal’',
    yes: 'Ja, bij allemaal',
    no: 'Nee, niet bij allemaal',
  },
  missingFields: {
    ask: (asked) => `Welk gegeven ontbreekt er${at(asked)}? Meer tegelijk mag ook.`,
    short: (asked) => `Wat ontbreekt er${at(asked)}?`,
    why: 'Dan weet je precies wat je nog moet invullen om de punten te krijgen.',
    example: '‘serienummer en dealer’',
  },
  moreWithoutTick: {
    ask: () => 'Is er nog een product zonder vinkje?',
    short: () => 'Nog een product zonder vinkje?',
    why: 'Dan lopen we dat ook na.',
    example: '‘ja’ of ‘nee’',
    yes: 'Ja, nog een',
    no: 'Nee, dit was alles',
  },
  wantsSheet: {
    ask: () =>
      'Zullen we samen een productblad maken? Jij noemt je producten, en je krijgt een lijst om over te nemen.',
    short: () => 'Zullen we samen een productblad maken?',
    why: 'Met zo’n blad heb je alles bij de hand als je het formulier van Canon invult. Het hoeft niet.',
    example: '‘ja, graag’ of ‘nee, ik doe het zelf’',
    yes: 'Ja, graag',
    no: 'Nee, ik doe het zelf',
  },
  productName: {
    ask: ({ item }) =>
      item === undefined || item === 0
        ? 'Welk product is het? Je mag ook alles in één bericht zetten, met serienummer, datum, land en dealer.'
        : 'Welk product is het volgende?',
    short: ({ item }) =>
      item === undefined || item === 0 ? 'Welk product is het?' : 'Welk product is het volgende?',
    why: 'Zo weet je straks welke regel van je blad bij welk product hoort.',
    example: '‘EOS R5’ of ‘RF 24-70mm f/2.8’',
  },
  serialNumber: {
    ask: (asked) =>
      asked.round === 2
        ? `Wat is het serienummer${of(asked)} dan wel?`
        : `Wat is het serienummer${of(asked)}?`,
    short: (asked) => `Het serienummer${of(asked)}?`,
    why: 'Een product moet een serienummer hebben om punten op te leveren.',
    example: 'het nummer zoals het op je product of aankoopbewijs staat, of ‘weet ik niet’',
  },
  serialConfirmed: {
    ask: ({ value }) => `Ik lees **${value ?? ''}** als serienummer. Dat ziet er ongewoon uit – klopt het?`,
    short: ({ value }) => `Klopt het serienummer **${value ?? ''}**?`,
    why: 'Een typfout in een serienummer zie je makkelijk over het hoofd. Ik weiger niets; ik vraag het alleen na.',
    example: '‘ja, klopt’ of ‘nee’',
    yes: 'Ja, klopt',
    no: 'Nee, aanpassen',
  },
  purchaseDate: {
    ask: (asked) =>
      asked.round === 2
        ? `Wanneer kocht je het dan wel? Een schatting mag.`
        : `Wanneer kocht je het? Een maand of jaar mag ook.`,
    short: (asked) => `De aankoopdatum${of(asked)}?`,
    why: 'De aankoopdatum is een van de gegevens die verplicht kunnen zijn.',
    example: '‘14 maart 2023’, ‘ergens in 2022’ of ‘weet ik niet’',
  },
  dateConfirmed: {
    ask: ({ value }) => `Gekocht in ${value ?? ''}: dat is lang geleden. Klopt het?`,
    short: ({ value }) => `Klopt de aankoopdatum ${value ?? ''}?`,
    why: 'Een jaartal is zo verkeerd getypt. Ik weiger niets; ik vraag het alleen na.',
    example: '‘ja, klopt’ of ‘nee’',
    yes: 'Ja, klopt',
    no: 'Nee, aanpassen',
  },
  purchaseCountry: {
    ask: () => 'In welk land kocht je het?',
    short: (asked) => `Het land van aankoop${of(asked)}?`,
    why: 'Het land van aankoop is een van de gegevens die verplicht kunnen zijn.',
    example: '‘Nederland’ of ‘België’',
  },
  dealer: {
    ask: () => 'Bij welke winkel of dealer?',
    short: (asked) => `De dealer${of(asked)}?`,
    why: 'De dealer is een van de gegevens die verplicht kunnen zijn.',
    example: 'de naam van de winkel, of ‘weet ik niet’',
  },
  anotherProduct: {
    ask: () => 'Staat genoteerd. Heb je nog een product?',
    short: () => 'Heb je nog een product?',
    why: 'Dan zet ik dat ook op je blad.',
    example: '‘ja’, ‘nee’, of meteen de naam van het volgende product',
    yes: 'Ja, nog een',
    no: 'Nee, dit was alles',
  },
  points: {
    ask: ({ round }) =>
      round === 2 ? 'Hoeveel punten zijn het precies?' : 'Hoeveel punten staan er op je account?',
    short: ({ round }) => (round === 2 ? 'Hoeveel punten precies?' : 'Hoeveel punten heb je?'),
    why: 'Hoe meer punten, hoe meer niveaus openstaan. Eén punt kan het verschil maken.',
    example: '‘1.850’ of ‘weet ik niet’',
  },
  tier: {
    ask: ({ round }) => (round === 2 ? 'Welk niveau wordt het dan?' : 'Welk niveau wil je kiezen?'),
    short: () => 'Welk niveau wil je?',
    why: 'Met je keuze ga je verder naar de aankoop. Je kunt het ook later beslissen.',
    example: '‘Zilver’ of ‘weet ik nog niet’',
    unsure: 'Weet ik nog niet',
  },
  paymentMethod: {
    ask: ({ round }) =>
      round === 2
        ? 'Welke van de twee past bij je?'
        : 'Hoe wil je betalen: met creditcard of met een overschrijving?',
    short: () => 'Creditcard of overschrijving?',
    why: 'Het maakt uit wanneer er betaald wordt, en of er kosten bij kunnen komen.',
    example: '‘creditcard’ of ‘overschrijving’',
    unsure: 'Wat is het verschil?',
  },
  invoiceReceived: {
    ask: () => 'Heb je de factuur al?',
    short: () => 'Heb je de factuur al?',
    why: 'Met de datum op de factuur reken ik uit wanneer er ongeveer betaald wordt.',
    example: '‘ja’ of ‘nog niet’',
    yes: 'Ja',
    no: 'Nog niet',
  },
  invoiceDate: {
    ask: () => 'Welke datum staat er op de factuur?',
    short: () => 'De datum op de factuur?',
    why: 'Daarmee reken ik de verwachte vervaldatum uit. De datum op de factuur zelf gaat altijd voor.',
    example: '‘14 maart’ of ‘gisteren’',
  },
  hadMembership: {
    ask: () => 'Nog één ding: was je al eerder lid van CPS?',
    short: () => 'Was je al eerder lid van CPS?',
    why: 'Voor wie eerder lid was, verandert het lidmaatschapsnummer. Een oud account alleen is nog geen lidmaatschap.',
    example: '‘ja’, ‘nee’ of ‘weet ik niet’',
  },
}
