/**
 * What members' words are about, whichever word or language they take: 'knop', 'knopje', 'button' are one concept. A bridge
 * between the languages and to words that no example has; slips of the finger are forgiven.
 */
import { editDistance, forgiven } from './edit-distance.ts'
import { words } from './text.ts'

/** Words of each concept; a trailing `*` takes every ending. */
const lexicon: Readonly<Record<string, string>> = {
  button: 'knop* button* knoppen knopke knoppeke blauwe blauw blue',
  tick: 'vink* tick* check checkmark* checkmarks groene groen green vinkske vinkse tik* groentje',
  migrate:
    'migre* migra* overzet* overgezet* overze* overhevel* meenemen overnemen overbreng* transferring carry over verhuiz* move moving moved meeverhuiz* import* port overplaats* meegenomen overgenomen omzetten mee',
  product:
    'product* toestel* camera* lens lenzen lenses objectief* objectieven apparatuur gear kit equipment body bodies spullen printer* flitser* spul apparaat apparaten devices device materiaal toestellen toestelletje items item stuff flash',
  password:
    'wachtwoord* password* paswoord* passwoord* ww pw pass passwd pasword wachtword inlogcode inlogcodes login-code credentials inloggegevens passcode',
  forgotten: 'vergeten forgot* kwijt lost verloren forgotten misplaced forget vergeet',
  reset:
    'reset* herstel* opnieuw nieuw new change wijzig* veranderen instellen aanmaken herinstellen recover*',
  signin:
    'inlog* log login logging signin sign aanlog* inloggen ingelogd logged signing inlogpagina aangelogd binnen logon loging inglogd',
  account: 'account* profiel profile rekening businessaccount',
  business:
    'zakelijk* business bedrijf* zaak company firma onderneming corporate-account bedrijven companies businesses ondernemer* freelance* zzp* zelfstandig* kvk btw vat selfemployed',
  join: 'lid worden join* lidmaatschap membership* aanmeld* inschrijv* member* aansluit* enrol* apply applying sign-up signup signing aanvragen lidworden ingeschreven toetreden erbij leden deelnemen meedoen subscribe onboarding',
  register:
    'registre* register* regist* toevoeg* add adding invoer* invoeren aanmelden aangeven opgeven registratie registration voeg enter intypen',
  points:
    'punten points punt point pts pt ptn puntjes puntentotaal puntensaldo puntenaantal score saldo credits',
  tier: 'niveau* level* tier* categorie* categor* rang pakket* lidmaatschapsniveau trap trede treden klasse staffel',
  goldish: 'goud* gold* zilver* silver* platin* platinum',
  corporate: 'corporate* coporate',
  toggle: 'schakelaar switch toggle aan/uit aan uit on off schuifje knopje stand positie position',
  pay: 'betal* betaal* pay paying payment* paid afrekenen afreken* voldoen settle checkout betaalmethode betaling betaald',
  card: 'creditcard* kredietkaart kaart card visa mastercard amex credit creditkaart cards',
  transfer:
    'overschrijv* overboek* overmak* transfer* wire bankoverschrijving bank overgemaakt banktransfer sepa iban overmaken',
  costs:
    'kosten kost cost* fee* tarief tarieven prijs prijzen price* duur expensive euro eur bedrag amount charge* toeslag* bijkomende extra contributie jaarbijdrage bijdrage bijkosten geld rate rates pricing goedkoper cheaper',
  annual: 'jaar* jaarlijks* annual* year* yearly per-jaar',
  invoice: 'factu* invoice* rekening bill nota billing',
  when: 'wanneer when hoelang lang long soon snel date datum dag days dagen termijn deadline tijd time uren hours direct meteen immediately straight onmiddellijk moment duurt uiterlijk vervaldatum due vervaldag',
  charge: 'afgeschreven afschrijv* debited debit charged incasso afgeboekt taken ingehouden',
  number: 'nummer* number* lidnummer membership-number lidmaatschapsnummer klantnummer membernummer',
  change:
    'verander* change* wijzig* anders different zelfde same houd* keep behoud* wijziging blijft nieuw oude houden verlies',
  email:
    'mail* email* e-mail mailtje bericht message inbox spam mailbox postvak mails emails mailadres emailadres mailke',
  sender: 'afzender sender donotreply noreply adres address',
  received:
    'ontvang* gekregen receive* krijg* arrived aangekomen binnengekomen got came gehad toegekomen binnen gearriveerd come landed',
  country:
    'land landen countr* belgie belgium nederland netherlands duitsland germany europa europe buitenland abroad zwitserland switzerland',
  who: 'wie who iedereen everyone anyone iemand somebody eligible particulier* hobby* amateur* particulieren voorwaarde* requirements conditions vereiste* consument private amateurs eisen',
  where:
    'waar where pagina page tab tabblad site website link url vind* find vinden staat located scherm menu balk adres waarheen waar',
  see: 'zie zien see seeing shown staat verschijnt verdwenen zichtbaar visible gone missing weg ontbreekt ontbreken show shows toont appear* disappear* vanished verdwijnt weggevallen gezien staan vind',
  noworking:
    'lukt werkt werk works work working fails failed faalt mislukt foutmelding error stuk kapot vast stuck blijft problem probleem geraak kom accepteert weigert refuses rejects blocked geblokkeerd raak invalid ongeldig',
  serial: 'serienummer* serial serienr serienummers serienumer',
  data: 'gegevens data details info informatie information veld velden fields field verplicht* mandatory required invullen ingevuld',
  missing: 'ontbreekt ontbreken mist missing leeg empty blank ontbrekende incompleet incomplete onvolledig',
  estimate: 'schat* guess* gok* estimate* ongeveer ruwweg benadering approximate',
  unknown: 'onbekend unknown weet know precies exact exacte bon receipt kassabon bonnetje aankoopbewijs',
  dealer: 'dealer* winkel* shop* store* verkoper retailer seller',
  human:
    'mens human medewerker* person persoon agent* iemand collega operator representative klantenservice support helpdesk service bellen call phone telefoon* echte real people consultant servicedesk spreken',
  contact: 'contact* bereik* reach bereikbaar telefoonnummer mailen bel call phone',
  back: 'terug back vorige previous ga',
  repeat: 'herhaal* repeat nogmaals again nog eens zeg opnieuw say',
  skip: 'overslaan skip later volgende next sla over straks pass niet-nu',
  stop: 'stop* annule* cancel* afbreken quit ophouden klaar laat nevermind exit abort hou einde stoppen abandon ophoepelen staak',
  restart: 'opnieuw herstart* restart* overnieuw begin beginnen start scratch over reset fresh beginning',
  help: 'help hulp snap begrijp* understand bedoel* mean uitleg explain* confused onduidelijk unclear verwar* assist* snapt uitleggen hulpe wablief',
  source:
    'bron source* vandaan waarop gebaseerd based bewijs proof reference verwijzing waaruit hoezo-weet sources citation zeker',
  why: 'waarom why hoezo waarvoor reden reason nodig need waartoe waarvoor',
  forget:
    'verwijder* wis* delete* erase* vergeet forget wissen gdpr avg verwijderen remove weggooien wipe privacy uitwissen',
  undo: 'ongedaan undo terugdraaien revert herroep* intrekken rollback',
  review:
    'overzicht summary weet know genoteerd opgeslagen bewaard ingevuld gezegd opgegeven verzameld noted stored answers antwoorden recap samenvatting saved recorded collected onthouden genoteerd doorgegeven',
  language:
    'engels* english nederlands* dutch frans* french duits* german taal language spaans spanish italiaans italian vlaams polish pools turks arabisch',
  greet:
    'hallo hoi hey hi hello goedemorgen goedemiddag goedenavond morning dag goeiedag goeie afternoon evening hej yo moin goeiemorgen goeienavond hoihoi heya howdy greetings',
  thanks: 'bedankt dank* thanks thank merci thx cheers dankje dankjewel thankyou tnx ty',
  bye: 'doei bye dag tot ziens goodbye later ciao see-you ajuus houdoe hasta daag dada salut saluut',
  active: 'actief active gebruik* use using ingaan activeren activat* geldig valid usable',
  min: 'minimum minimaal minst* least minstens nodig need needed vereist required hoeveel many much drempel threshold',
  end: 'opzeg* opzeggen beeindig* terminate ending end unsubscribe uitschrijven stopzetten',
  repair:
    'repar* repair* reparatie kapot broken garantie warranty onderhoud maintenance schoonmaken cleaning sensor firmware fix herstelling',
  benefit:
    'voordel* benefit* korting* discount* leen* loan* lenen perks evenementen events verzeker* insurance hoodkapje aanbieding actie cashback',
  photo:
    "foto's fotografie photograph* shoot* bruiloft wedding iso sluitertijd shutter aperture diafragma instellingen settings belichting exposure scherp",
  elsewhere:
    'weer weather voetbal football recept recipe grap joke gedicht poem liedje song nikon sony fuji* politiek president hoofdstad capital pizza restaurant trein train vertaal translate chatgpt gpt ai prompt instructions bitcoin crypto huiswerk homework',
  former:
    'vroeger vorige eerder earlier previous* before former oude old ooit used had eerdere destijds formerly',
}

interface Pattern {
  readonly word: string
  readonly open: boolean
  readonly concept: string
}
const patterns: readonly Pattern[] = Object.entries(lexicon).flatMap(([concept, list]) =>
  list.split(' ').map((word) => ({ word: word.replace('*', ''), open: word.endsWith('*'), concept })),
)
/** The words of the lexicon that stand as they are. */
export const closedWords: ReadonlySet<string> = new Set(
  patterns.filter(({ open }) => !open).map(({ word }) => word),
)

const exact = new Map<string, Set<string>>()
const open: Pattern[] = []
for (const pattern of patterns) {
  if (pattern.open) open.push(pattern)
  exact.set(pattern.word, (exact.get(pattern.word) ?? new Set()).add(pattern.concept))
}
const grouped = (
  list: readonly Pattern[],
  key: (pattern: Pattern) => string,
): ReadonlyMap<string, readonly Pattern[]> => {
  const groups = new Map<string, Pattern[]>()
  for (const pattern of list) groups.set(key(pattern), [...(groups.get(key(pattern)) ?? []), pattern])
  return groups
}
const openByStart = grouped(open, ({ word }) => word.slice(0, 2))
const fuzzyByStart = grouped(
  patterns.filter(({ word }) => word.length >= 5),
  ({ word }) => word[0]!,
)

const remembered = new Map<string, readonly string[]>()

function conceptsOfWord(word: string): readonly string[] {
  const known = remembered.get(word)
  if (known) return known
  const found = new Set(exact.get(word))
  for (const pattern of openByStart.get(word.slice(0, 2)) ?? [])
    if (word.startsWith(pattern.word)) found.add(pattern.concept)
  if (found.size === 0 && word.length >= 5 && word.length <= 20) {
    let best = 3
    for (const start of new Set([word[0]!, word[1]!]))
      for (const { word: target, open: prefix, concept } of fuzzyByStart.get(start) ?? []) {
        const limit = Math.min(best, forgiven(Math.min(word.length, target.length)))
        const candidate = prefix && word.length > target.length + 1 ? word.slice(0, target.length) : word
        if (Math.abs(candidate.length - target.length) > limit) continue
        const distance = editDistance(candidate, target, limit)
        if (distance > limit) continue
        if (distance < best) found.clear()
        best = Math.min(best, distance)
        found.add(concept)
      }
  }
  const concepts = [...found]
  if (remembered.size < 5000) remembered.set(word, concepts)
  return concepts
}

/** The concepts of a lower-cased text, each once, in order of first mention. */
export const conceptsOf = (low: string): readonly string[] => [
  ...new Set(words(low).flatMap(({ word }) => conceptsOfWord(word))),
]
