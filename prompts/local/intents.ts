/** What a message wants: starts, questions, steering and small talk, of the whole and of its clauses. */
import { refuses, refusesWish } from './clauses.ts'
import { bands, endsAsking, isIntent, type Message, smallTalk, steering } from './message.ts'
import { asksHowOn } from './steering-phrases.ts'
import { words } from './text.ts'

/** How much more it takes to read a wish where the message answers the pending question by a value. */
function answering({ pending, values, reads }: Message): number {
  const given = values.some(
    ({ slot, clause }) =>
      slot === pending?.slot && !reads[clause]!.clause.conditional && !endsAsking(reads[clause]!.clause),
  )
  return given ? 0.75 : 0
}

function ofClauses(
  { reads, values, whole, usable, pending }: Message,
  gap: number,
  intents: Set<string>,
): void {
  const content = reads.filter(({ answer }) => answer === undefined)
  // In a story about something else it takes more than a faint likeness.
  const elsewhere = content.filter(({ best, margins }) => best === 'unknown' && margins.of('unknown') > 0.1)
  const wary = content.length >= 3 && elsewhere.length * 2 >= content.length ? 0.6 : 0
  for (const { margins, clause, steers } of content) {
    if (steers) {
      if (steers === 'help' && content.length > 1 && asksHowOn(clause.low)) continue
      intents.add(steers)
      continue
    }
    if (content.length > 1 && refusesWish(clause.low)) continue
    const own = margins.ranked.filter(([label]) => usable(label))
    const [label, margin] = own[0]!
    const length = words(clause.low).length
    const backed = whole.of(label)
    const merelyValue =
      length <= 3 && !clause.question && values.some(({ clause: home }) => reads[home]!.clause === clause)
    const answers = values.some(
      ({ clause: home, slot }) => reads[home]!.clause === clause && slot === pending?.slot,
    )
    const trusted = steering.has(label) ? backed > -0.45 || margin > 0.3 : backed > -0.75 || margin > 0.1
    if (
      isIntent(label) &&
      !merelyValue &&
      trusted &&
      margin >
        wary +
          Math.max(bands.clause + (length <= 2 ? 0.15 : 0), (clause.question && !answers ? 0 : gap) - 0.3)
    )
      intents.add(label)
    else if (smallTalk.has(label) && margin > -0.1) intents.add(label)
    else if (label === 'unknown' && clause.question && margin > 0.1 && backed > -0.6) intents.add('unknown')
    for (const [further, value] of own.slice(1))
      if (smallTalk.has(further) && value > bands.further + 0.1) intents.add(further)
  }
  const refused = content.length > 1 && content.some(({ clause }) => refusesWish(clause.low))
  const enough = (intents.size === 0 ? bands.further : 0.3) + gap
  for (const [label, margin] of whole.ranked.filter(([name]) => usable(name)))
    if ((isIntent(label) && !refused && margin > enough) || (smallTalk.has(label) && margin > 0.25))
      intents.add(label)
}

function ofWhole({ whole, values, reads, usable }: Message, gap: number, intents: Set<string>): void {
  const ranked = whole.ranked.filter(([label]) => usable(label))
  const first = ranked.find(([label]) => isIntent(label) || label === 'unknown')
  if (!first) return
  const [label, margin] = first
  // What a question or a condition names is not stated: the labels of facts do not lead there.
  const open = reads.every(({ clause }) => clause.question || clause.conditional)
  const leads = label === (open ? ranked.find(([name]) => !name.includes('=')) : ranked[0])?.[0]
  const asserts = values.length > 0 || reads.some(({ answer }) => answer !== undefined)
  const enough = leads ? (asserts ? bands.beside : bands.first) : bands.further
  if (label !== 'unknown' && margin > enough + gap) intents.add(label)
  for (const [further, value] of ranked.slice(0, 6)) {
    if (further === label) continue
    if (
      (isIntent(further) && value > bands.further + 0.25 + gap) ||
      (smallTalk.has(further) && value > bands.further + 0.1 + gap)
    )
      intents.add(further)
  }
}

/** Steering that is not meant without one of these words, however alike the rest may be. */
const telling: readonly (readonly [string, RegExp])[] = [
  [
    'restart',
    /(?<!\p{L})(?:opnieuw|overnieuw|begin\p{L}*|start\p{L}*|restart\p{L}*|herstart\p{L}*|herbegin\p{L}*|reset\p{L}*|over|again|top|scratch|nul|zero|fresh|clean|anew|voren|af aan|eerste|square|blanco)(?!\p{L})/u,
  ],
  [
    'back',
    /(?<!\p{L})(?:terug\p{L}*|t?rug|back\p{L}*|vorige?|previous\p{L}*|prior|earlier|eerder\p{L}*|return|before|daarvoor|hiervoor|last|stap|step|rewind|achteruit|undo)(?!\p{L})/u,
  ],
  [
    'forgetMe',
    /(?<!\p{L})(?:wis\p{L}*|gewist|verwijder\p{L}*|delet\p{L}*|eras\p{L}*|forget|forgotten|vergeet|vergeten|remov\p{L}*|gdpr|avg|wip\p{L}*|weg|clear|destroy\p{L}*|vernietig\p{L}*|schoon\p{L}*|schrap\p{L}*|purge|rid|lose|niet (?:meer )?(?:bewa\p{L}*|opsla\p{L}*)|privacy|opruimen|kwijt|uitgewist|scrub|stop (?:storing|keeping)|get rid)(?!\p{L})/u,
  ],
  [
    'repeat',
    /(?<!\p{L})(?:herha\p{L}*|repeat\p{L}*|again|nog|nogmaals|eens|opnieuw|say|said|zeg\p{L}*|zei\p{L}*|vraag|vroeg|question|ask\p{L}*|wat|what|wablief\p{L}*|pardon|once|more|come|missed|gemist|hear|catch|caught|verstond|verstaan|lees|read|show|toon|huh|keer)(?!\p{L})/u,
  ],
]
const reviewWords =
  /(?<!\p{L})(?:we+t|weten|know|not(?:ed?|ing)|genoteerd|noteer\p{L}*|stored?|opgeslagen|overzicht|overview|summar\p{L}*|so far|tot nu|tot zover|told|tell|verteld|gezegd|said|gegeven|gave|given|gegevens|data|details|info\p{L}*|on file|on record|recap|antwoord\p{L}*|answers?|answered|ingevuld|filled|onthou\p{L}*|remember\p{L}*|samenvat\p{L}*|saved?|bewaard|collected|verzameld|heb je|heb jij|have you|you have|you've|je hebt|got|have on|show|toon|laat .{0,20}zien|status|lijst|list)(?!\p{L})/u
const sourceWords =
  /(?<!\p{L})(?:bron\p{L}*|source\p{L}*|vandaan|from|we+t|know|zegt|says?|said|staat|stond|gebaseerd|based|bewijs|proof|evidence|reference|zeker|sure|certain|volgens|according|cit\p{L}*|verwijz\p{L}*|baseer\p{L}*|info\p{L}*|verif\p{L}*|check\p{L}*|waarop|bas\p{L}*|gelezen|read|gids|guide|handleiding|manual|terms|voorwaarden|origin|official|officieel|hoezo|haal|get that|got that|link|back (?:that|this) up|trust|vertrouw\p{L}*|klopt|true|waar)(?!\p{L})/u

/** Of several readings of the same words, the better one stays; what merely colours another goes. */
function withoutRivals(message: Message, intents: Set<string>): void {
  const { whole, reads } = message
  const margin = (label: string) =>
    Math.max(whole.of(label), ...reads.map(({ margins, best }) => (best === label ? margins.of(label) : -9)))
  const wanted = [...intents].filter(isIntent).sort((one, other) => margin(other) - margin(one))
  if (
    intents.has('restart') &&
    intents.has('start:onboarding') &&
    whole.of('restart') < whole.of('start:onboarding') + 0.4
  )
    intents.delete('restart')
  const served = wanted.find(
    (label) => label.startsWith('start:') || label.startsWith('faq:') || label === 'human',
  )
  const told = served !== undefined || message.values.length > 0
  if (told && intents.has('help') && reads.some(({ clause }) => asksHowOn(clause.low))) intents.delete('help')
  for (const [label, needed] of telling)
    if (intents.has(label) && !needed.test(message.text.low) && !reads.some(({ steers }) => steers === label))
      intents.delete(label)
  if (intents.has('review') && !reviewWords.test(message.text.low)) intents.delete('review')
  if (intents.has('source') && !sourceWords.test(message.text.low)) intents.delete('source')
  if (served)
    for (const label of ['help', 'source', 'review', 'back', 'repeat', 'restart', 'why'])
      if (
        margin(label) < Math.max(0.7, margin(served) - 0.2) &&
        !reads.some(({ steers }) => steers === label)
      )
        intents.delete(label)
  const homes = new Set<number>()
  for (const label of wanted) {
    const home = reads.findIndex(
      ({ best, steers }) => steers === label || (steers === undefined && best === label),
    )
    if (label !== wanted[0] && (home < 0 || homes.has(home)) && margin(label) < 0.35) intents.delete(label)
    if (home >= 0) homes.add(home)
  }
}

const byeWords =
  /(?<!\p{L})(?:doei\p{L}*|doeg|da+g|dada|b+ye+\p{L}*|good ?bye|ziens|tot (?:later|straks|morgen|de volgende|gauw|dan|snel|horens|kijk)|see (?:you|ya)|cya|ciao|adios|ajuus?|ajuu|houdoe|salut|saluu?t\p{L}*|fijne|prettige|mooie dag|good night|nice day|good (?:day|evening|weekend|one)|great (?:day|evening|weekend|one)|take care|cheerio|farewell|gotta go|go now|mazzel|later[sz]?|groet\p{L}*|welterusten|slaap lekker|goedenacht|weekend|avond|moet gaan|ervandoor|off now|i'm off|ben weg|toodles|so long|hasta|until next|tschuss|au revoir|spreek je|talk (?:to you )?(?:later|soon)|catch you)(?!\p{L})/u

/** Small talk that is only a word of something else: 'dag' of a goodbye, 'later' of a skip. */
function withoutEchoes({ text, values, reads }: Message, intents: Set<string>): void {
  if (
    intents.has('goodbye') &&
    reads.length > 1 &&
    /^\W*(?:goede?n?\p{L}*|goeie\p{L}*|good (?:morning|afternoon|evening|day)|hallo|hoi|hey|hi|hello|dag)(?!\p{L})/u.test(
      text.low,
    ) &&
    !/(?<!\p{L})(?:doei|tot ziens|bye|fijne|prettige)/u.test(text.low)
  ) {
    intents.delete('goodbye')
    intents.add('greet')
  }
  if (intents.has('goodbye') && !/(?<!\p{L})(?:hoi|hallo|hey|hi|hello|goede?\p{L}+)(?!\p{L})/u.test(text.low))
    intents.delete('greet')
  if (values.length > 0 && reads.length === 1) intents.delete('greet')
  if (/(?:goeie|goede|good) (?:vraag|question)/.test(text.low)) intents.delete('greet')
  if (intents.has('skip') || intents.has('cancel')) intents.delete('goodbye')
  if (intents.has('goodbye') && !byeWords.test(text.low)) intents.delete('goodbye')
  if (
    intents.has('thanks') &&
    /^\W*(?:nee+n?|no|nope|nah|neuh)[ ,]+(?:hoor )?(?:dank|bedankt|thank|thx|merci)/u.test(text.low)
  )
    intents.delete('thanks')
  if (intents.has('cancel') && /(?:vergeet|forget) (?:het|it|'t)/.test(text.low)) intents.delete('forgetMe')
}

/** Whether a message is the value that was asked for and hardly a word more: 'begin 2020'. */
function isMereValue({ reads, values, pending, text }: Message): boolean {
  const asked = values.find(({ slot, value }) => slot === pending?.slot && value !== undefined)
  if (!asked || reads.length !== 1 || reads[0]!.clause.question) return false
  const beside = words(text.low).filter(({ start, end }) => end <= asked.start || start >= asked.end)
  return beside.length <= 1
}

/** Asks how many points something takes, whoever it is for. */
export const whatItTakes =
  /^\W*(?:hoeveel punten|how many points)(?!\p{L}).{0,40}(?<!\p{L})(?:nodig|need\p{L}*|kost|takes?|required|vereist|moet)(?!\p{L})/u

/** The labels of what a message wants, `unknown` among them where a question in it has no answer. */
export function intentsOf(message: Message): Set<string> {
  const intents = new Set<string>()
  const gap = answering(message)
  if (message.reads.length > 1) ofClauses(message, gap, intents)
  if ([...intents].every((label) => smallTalk.has(label) || label === 'unknown'))
    ofWhole(message, gap, intents)
  for (const label of intents)
    if (message.reads.some(({ clause }) => refuses(clause.low, label))) intents.delete(label)
  withoutRivals(message, intents)
  withoutEchoes(message, intents)
  if (
    intents.has('cancel') &&
    [...intents].some((label) => label.startsWith('start:')) &&
    message.reads.length > 1 &&
    message.reads.at(-1)!.steers === undefined &&
    /^\W*(?:laat maar|never ?mind|forget it|vergeet het)(?!\p{L})/u.test(message.text.low)
  )
    intents.delete('cancel')
  // What a level takes is a question about the rules, whoever asks it.
  if (intents.has('faq:tier-points') && whatItTakes.test(message.text.low) && message.reads.length === 1)
    intents.delete('start:tierSelection')
  if (isMereValue(message)) for (const label of intents) if (isIntent(label)) intents.delete(label)
  const [faq, ...rivals] = [...intents]
    .filter((label) => label.startsWith('faq:'))
    .sort((one, other) => message.whole.of(other) - message.whole.of(one))
  if (
    faq &&
    message.reads.length === 1 &&
    !/(?<!\p{L})(?:en|and|ook|also|plus)(?!\p{L})/u.test(message.text.low)
  )
    for (const rival of rivals) intents.delete(rival)
  return intents
}
