/** What the rules say, in Dutch. Canon's own labels are quoted as they stand on the screen. */
import { links } from '../../../domain/facts.ts'
import type { Tier } from '../../../domain/values.ts'
import type { Catalogue } from '../catalogue.ts'
import { asTyped, type Format } from '../format.ts'
import { fields, supportLine, tiers } from './words.ts'

const names = (list: readonly Tier[], format: Format, or = false) =>
  format.list(
    list.map((tier) => (tier === 'corporate' ? 'de Corporate Tier' : tiers[tier])),
    or,
  )

const productName = (product: string | undefined, item: number) =>
  product === undefined ? `product ${item + 1}` : `**${asTyped(product)}**`

export const says: Catalogue['says'] = {
  'account.create': ({ page }) =>
    `Eerst heb je een zakelijk Canon-account nodig, van een geregistreerd bedrijf in een deelnemend land. ${
      page
        ? `Je maakt het [op deze pagina](${page}).`
        : 'Op welke pagina je dat maakt, staat niet in mijn bronnen; kijk daarvoor op de site van Canon.'
    } Daarna krijg je vanzelf een e-mail van donotreply@canon-europe.com.`,
  'account.create-first': () =>
    'Dan beginnen we daar: het lidmaatschap loopt via je zakelijke account. Kom terug zodra je het hebt – ik onthoud waar we waren.',
  'account.email-shows': () =>
    'Zo weet je het: wie een zakelijk account aanmaakt, krijgt automatisch een e-mail van donotreply@canon-europe.com.',
  'account.look-for-email': () =>
    'Zoek in al je mappen, ook in ongewenste e-mail, naar **donotreply@canon-europe.com**. Kijk in de mailbox van het adres waarmee je het account maakte.',
  'account.first-password': () =>
    `Open de e-mail van donotreply@canon-europe.com en stel daarmee je wachtwoord in. Log daarna in [op de inlogpagina](${links.signIn}).`,
  'account.reset': () =>
    `Je kunt je wachtwoord op elk moment opnieuw instellen: [nieuw wachtwoord aanvragen](${links.resetPassword}). Daarna log je in [op de inlogpagina](${links.signIn}).`,
  'account.ready': () => 'Mooi, je zakelijke account werkt. Daarop loopt straks je lidmaatschap.',
  'account.support': ({ support }, format) =>
    `Dan houdt het hier voor mij op: iemand moet in je account kijken. ${supportLine(support, format)}`,
  'products.register': () =>
    'Je registreert je producten onder het tabblad **‘Mijn producten’**, in de zwarte balk bovenaan. Migreren kan alleen wie al eerder een CPS-account had en het oude e-mailadres daarvan heeft opgegeven.',
  'products.your-time': () => 'Doe dat gerust eerst; ik wacht hier. Daarna kijken we naar de groene vinkjes.',
  'products.register-unsure': () =>
    'Geen blauwe knop, en je weet niet of je eerder een CPS-account had: registreer je producten dan gewoon, onder het tabblad **‘Mijn producten’** in de zwarte balk bovenaan. Migreren is alleen voor wie al eerder een CPS-account had.',
  'products.register-again': () =>
    'Dan registreer je je producten opnieuw, onder het tabblad **‘Mijn producten’** in de zwarte balk bovenaan.',
  'products.either-way': ({ support }, format) =>
    `Beide kan: je registreert je producten opnieuw onder **‘Mijn producten’**, of je vraagt CPS Priority support om hulp. Opnieuw registreren kun je meteen zelf. ${supportLine(support, format)}`,
  'products.support': ({ support }, format) =>
    `Dan is CPS Priority support je adres. ${supportLine(support, format)} Vertel erbij dat je eerder een CPS-account had en dat je de blauwe knop niet ziet.`,
  'migrate.how': () =>
    'Dan kun je migreren: ga naar het tabblad **‘Mijn producten’** in de zwarte balk en klik rechts op de blauwe knop **PRODUCTEN MIGREREN**.',
  'migrate.where': () =>
    'Kijk eens onder het tabblad **‘Mijn producten’** in de zwarte balk bovenaan. Rechts staat daar, als je kunt migreren, een blauwe knop **PRODUCTEN MIGREREN**.',
  'migrate.no-button': () =>
    'Geen blauwe knop betekent dat je oude e-mailadres niet is opgegeven bij het aanmaken van je zakelijke account. Je hebt dan twee mogelijkheden.',
  'migrate.only-with-email': () =>
    'Migreren gaat alleen als je je oude e-mailadres opgaf toen je het zakelijke account registreerde. Zonder dat heb je twee mogelijkheden.',
  'migrate.if-button': () =>
    'Je account laat zien of je kunt migreren. Staat de blauwe knop er, klik er dan op. Staat hij er niet, dan is je oude e-mailadres niet meegekomen: registreer je producten opnieuw of vraag CPS Priority support.',
  'product.no-points': ({ name }) =>
    `Let op bij **${asTyped(name)}**: accessoires, merchandise, papier en inkt kun je niet registreren of leveren geen punten op. Andere producten, zoals camera’s en lenzen, wel.`,
  'product.fields': () =>
    'Verplicht zijn per product bijvoorbeeld **serienummer, aankoopdatum, land van aankoop en dealer**. Weet je iets niet precies, dan mag je je beste schatting geven. Alleen producten met een serienummer tellen mee.',
  'sheet.ready': ({ products }, format) =>
    products.length === 1
      ? 'Klaar! Dit is je productblad. Neem het over onder **‘Mijn producten’**; een product levert punten op als het daar helemaal geregistreerd is.'
      : `Klaar! Dit is je productblad met ${format.number(products.length)} producten. Neem ze over onder **‘Mijn producten’**; een product levert punten op als het daar helemaal geregistreerd is.`,
  'points.all': ({ migrated }) =>
    `${migrated ? 'Goed nieuws: gemigreerde producten met een groen vinkje hebben al hun punten gekregen.' : 'Mooi.'} Punten komen van producten die helemaal geregistreerd zijn.`,
  'points.look': () =>
    'Dat zie je alleen in je account, onder **‘Mijn producten’**. Een groen vinkje bij een gemigreerd product: alle punten zijn toegekend. Geen vinkje: klik op **‘Product bekijken’** en controleer de registratie.',
  'points.open-product': () =>
    'Klik bij het product zonder vinkje op **‘Product bekijken’** en loop de registratie na. Misschien ontbreekt er een verplicht gegeven.',
  'points.data-missing': () =>
    'Klik bij dat product op **‘Product bekijken’**; daar zie je de registratie. Wat je niet meer precies weet, mag een schatting zijn.',
  'points.fill-in': ({ fields: missing, product, item }, format) =>
    missing.length === 1 && missing[0] === 'other'
      ? `Vul bij ${productName(product, item)} aan wat er nog ontbreekt. Je beste schatting is goed genoeg.`
      : `Vul bij ${productName(product, item)} in: **${format.list(missing.map((field) => fields[field]))}**. Weet je het niet precies? Je beste schatting is goed genoeg.`,
  'points.check-all': ({ product, item }) =>
    `Loop bij ${productName(product, item)} alles na: serienummer, aankoopdatum, land van aankoop en dealer zijn voorbeelden van wat verplicht is. Je beste schatting is goed genoeg.`,
  'points.support': ({ support }, format) =>
    `Na drie rondes zonder vinkje moet iemand meekijken. ${supportLine(support, format)}`,
  'tiers.exact': ({ points }, format) =>
    `Rond de ${format.number(points)} punten maakt het precieze aantal uit.`,
  'tiers.levels': ({ points, bound, levels }, format) => {
    const counted = `${format.number(points)} ${points === 1 ? 'punt' : 'punten'}`
    const having = { about: `ongeveer ${counted}`, over: `${counted} of meer`, under: `hooguit ${counted}` }
    const openness = { open: 'staat open', closed: 'nog niet', account: 'dat zie je alleen in je account' }
    const lines = levels.map(
      ({ tier, openness: is, from }) =>
        `- **${tiers[tier]}**: ${openness[is]}${is === 'closed' && from !== undefined ? ` (vanaf ${format.number(from)} punten)` : ''}`,
    )
    const reserve = levels.some(({ openness: is }) => is === 'account')
      ? '\n\nWaar de grens van die niveaus ligt, zeggen mijn bronnen niet. Dat Zilver vanaf 500 openstaat en de Corporate Tier tot en met 2.500 niet, leid ik eruit af.'
      : ''
    return `Met ${bound ? having[bound] : counted} ziet het er zo uit:\n\n${lines.join('\n')}${reserve}`
  },
  'tiers.next': ({ missing, at, opens }, format) =>
    opens.length > 0
      ? `Nog ${format.number(missing)} ${missing === 1 ? 'punt' : 'punten'} erbij, dan zit je op ${format.number(at)} en ${opens.length === 1 ? 'staat ook' : 'staan ook'} ${names(opens, format)} open.`
      : `Nog ${format.number(missing)} ${missing === 1 ? 'punt' : 'punten'} tot de volgende grens: ${format.number(at)}.`,
  'tiers.too-few': ({ missing, at }, format) =>
    `${missing === undefined ? 'Je zit' : `Je mist nog **${format.number(missing)} ${missing === 1 ? 'punt' : 'punten'}**: je zit`} onder de ${format.number(at)} punten vanaf waar je voor CPS wordt uitgenodigd. Punten komen van producten die helemaal geregistreerd zijn; heb je er nog die er niet in staan, registreer die dan.`,
  'tiers.without-points': () =>
    'Geen probleem: in je account zie je welke niveaus voor jou openstaan. Ter houvast: vanaf 500 punten word je uitgenodigd, met 2.000 kun je elk van Zilver, Goud en Platinum kiezen, en met meer dan 2.500 ook de Corporate Tier.',
  'tiers.switch': () =>
    'Met meer dan 2.500 punten kies je zelf tussen de Corporate Tier en Zilver, Goud of Platinum, met de schakelaar **AAN/UIT** onder **‘Beschikbare CPS-categorieën’**. Welke stand wat betekent, staat niet in mijn bronnen; let dus op welke niveaus je ziet.',
  'tiers.fees': ({ fees }, format) =>
    `De jaarlijkse kosten: ${format.list(fees.map(({ tier, amount, currency }) => `${tiers[tier]} ${format.money(amount, currency)}`))}.`,
  'tier.not-open': ({ tier, missing, at }, format) =>
    tier === 'corporate'
      ? `De Corporate Tier is er pas met méér dan 2.500 punten${missing === undefined ? '' : `; je mist er nog ${format.number(missing)}`}.`
      : `${tiers[tier]} staat nu nog niet voor je open${at === undefined ? '' : `: dat kan vanaf ${format.number(at)} punten`}${missing === undefined ? '' : `, je mist er nog ${format.number(missing)}`}.`,
  'tier.chosen': ({ tier, surely }) =>
    surely
      ? `**${tiers[tier]}** dus. Kies dat in je account, en ga dan verder met de aankoop.`
      : `**${tiers[tier]}** dus. Staat het in je account bij je beschikbare niveaus? Kies het daar, en ga dan verder met de aankoop. Of het voor jou openstaat, weet alleen je account.`,
  'tier.later': () =>
    'Je hoeft nu niet te kiezen. In je account zie je al je beschikbare niveaus naast elkaar.',
  'pay.compare': () =>
    'Het verschil:\n\n- **Creditcard**: er wordt niet meteen afgeschreven, maar op de vervaldatum op je factuur – meestal 30 dagen.\n- **Overschrijving**: je betaalt zelf vóór de vervaldatum. Er kunnen lokale extra kosten bij komen.',
  'pay.card': () =>
    'Met creditcard wordt er niet meteen afgeschreven, maar op de vervaldatum op je factuur. De factuur komt binnen een paar uur.',
  'pay.transfer': () =>
    'Met een overschrijving betaal je zelf, vóór de vervaldatum op je factuur. Er kunnen lokale extra kosten bij komen. De factuur komt binnen een paar uur.',
  'pay.invoice-coming': () => 'De factuur komt binnen een paar uur.',
  'pay.due': ({ invoiceDate, due, method }, format) =>
    `Bij een factuur van ${format.date(invoiceDate)} verwacht ik **${format.date(due)}** als vervaldatum${method === 'bankTransfer' ? '; betaal vóór die dag' : method === 'creditCard' ? '; dan wordt er afgeschreven' : ''}. Ik reken met de gebruikelijke 30 dagen, die mijn bron bij creditcard noemt. De datum op de factuur zelf gaat altijd voor.`,
  'pay.due-on-invoice': ({ method }) =>
    `${method === 'bankTransfer' ? 'Vóór welke dag je betaalt,' : method === 'creditCard' ? 'Wanneer er wordt afgeschreven,' : 'De vervaldatum'} staat op je factuur${method === 'bankTransfer' ? '' : '; bij creditcard is dat meestal 30 dagen'}. Die datum telt.`,
  'pay.number-changes': ({ surely }) =>
    surely
      ? 'Let op: omdat je eerder lid was, krijg je een nieuw CPS-lidmaatschapsnummer.'
      : 'Was je toch eerder lid, dan verandert je CPS-lidmaatschapsnummer.',
  'pay.at-once': () => 'Je kunt je lidmaatschap meteen gebruiken.',
  'join.done': () =>
    'En dat was de hele weg: rond de aankoop in je account af, en je bent lid. Gefeliciteerd alvast!',
  'date.future': ({ date }, format) =>
    `${format.date(date)} ligt in de toekomst, dus die datum kan niet kloppen. Ik heb hem niet genoteerd; de rest staat er nog.`,
}
