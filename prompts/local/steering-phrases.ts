/** Short phrases that steer a conversation and mean the same wherever they are said: read whole, before the classifier. */
import type { PlainAct } from '../acts.ts'

const phrases: readonly (readonly [PlainAct, RegExp])[] = [
  [
    'goodbye',
    /^(?:(?:ik |'?k )?(?:ben|kom) (?:zo|dadelijk|straks|direct|meteen|over (?:een|\d+) \p{L}+) (?:weer )?terug|(?:ik )?ben (?:er )?(?:even|ff|effe|efkes) (?:weg|niet)|zo terug|(?:ff|effe|efkes) (?:wachten|weg|geduld)|(?:ik )?(?:moet|ga|zal)(?: ik)? (?:eerst |snel )?(?:even |ff |effe |efkes |eerst |snel )?(?:mijn |m'n |de |in (?:mijn |de )?)?(?:e-?mail|mail|mailbox|inbox|spam|spambox|postvak) (?:even |ff )?(?:checken|nakijken|bekijken|openen|lezen|kijken)|brb|(?:i'll |i will |i'm going to |will )?be (?:right )?back(?: (?:soon|shortly|in a (?:bit|minute|sec|moment|while)|later))?|back in a (?:bit|minute|sec|moment)|(?:i )?(?:need|have|going|let me|i'll)(?: to)? (?:just |quickly )?check (?:my |the )?(?:e-?mail|mail|inbox|spam(?: folder)?))$/u,
  ],
  [
    'greet',
    /^(?:(?:ik |'?k )?ben (?:er )?(?:weer |nu )?(?:terug|weer)(?: nu)?|(?:hier|daar) ben ik (?:weer|terug)|weer terug|(?:i'm|im|i am) (?:now )?back(?: again| now)?|back again|here i am again)$/u,
  ],
  [
    'skip',
    /^(?:skip(?: (?:it|this|that|this one|that one|the question))?|overslaan|sla (?:(?:dit|deze|die|dat|deze vraag|die vraag) )?over|(?:nu )?niet nu|nu niet|not (?:right )?now|not today|vandaag niet|later|no later|nee later|komt later|dat komt later|doe ik later|straks|dadelijk|in a (?:bit|moment|while|sec)|pas|pass|next|next question|volgende|volgende vraag|laat (?:maar )?(?:zitten|open)|laat ik (?:even )?open|leave it(?: (?:open|blank|out))?|move on|ga verder|doorgaan zonder|(?:doe |do it )?zonder|do it without|do without|liever niet|rather not|i'd rather not(?: say)?|zeg ik liever niet|geen zin in deze vraag|never mind this (?:question|one)|skippen|maybe later|misschien later|even niet|another time|een andere keer|kom ik op terug|come back to (?:it|that) later|vul ik later in|dat zoek ik later op)$/u,
  ],
  [
    'back',
    /^(?:terug|back|ga terug|go back|(?:een )?(?:stap|vraag) terug|(?:one|a) (?:step|question) back|vorige(?: vraag| stap)?|previous(?: question| step)?|step back|terug naar (?:de )?vorige(?: vraag| stap)?|back to the previous (?:question|step)|efkes terug|take me back|ga een stap terug|return)$/u,
  ],
  [
    'repeat',
    /^(?:herhaal(?: (?:dat|dit|de vraag|die vraag))?|repeat(?: (?:that|it|the question))?|(?:(?:dat|dit|het|de vraag) )?herhalen|nog (?:een keer|eens|es)|nogmaals|say (?:that|it) again|come again|again|wat zei je|wat zeg je|what did you say|what was (?:that|the question)|wat was de vraag(?: ook (?:al )?(?:weer)?)?|wablief|wablieft|sorry wat|pardon|opnieuw de vraag|zeg (?:dat|het) (?:nog )?(?:eens|een keer|nog eens)|stel de vraag (?:opnieuw|nog eens)|once more|one more time|he wat)$/u,
  ],
  [
    'cancel',
    /^(?:stop|stoppen|ik stop|i quit|quit|annuleer|annuleren|cancel(?: (?:it|this|that))?|afbreken|breek (?:het |dit )?af|kap ermee|laat maar(?: stop)?|never ?mind|forget it|forget about it|vergeet het|hou (?:maar )?op|ophouden|abort|exit|end this|break this off|stop (?:it|this|maar|ermee|met dit|nu|alles)|ik wil stoppen|i want to stop|ik kap ermee|get me out of (?:this|here)|laat gaan|ik stop ermee|genoeg|enough|i'm done with this|nooit meer|call it off)$/u,
  ],
  [
    'help',
    /^(?:help|hulp|help me|help mij|(?:ik )?(?:snap|begrijp) (?:het|dit|je vraag|de vraag|er niks van|dat) ?niet|i don't (?:get|understand)(?: (?:it|this|that|the question|what you mean))?|wat bedoel je(?: (?:daarmee|precies))?|what do you mean(?: by that)?|huh|geen idee wat je bedoelt|no idea what you mean|wat kan je|wat kun je(?: allemaal)?|what can you do|how does this work|hoe werkt dit|what are my options|wat zijn mijn opties|ik volg (?:het|je) niet|i don't follow|i'm (?:lost|confused)|hoe moet dat(?: dan)?|hoe doe ik dat(?: dan)?|hoe gaat dat(?: dan)?|hoe werkt dat(?: dan)?|how do i do that|how does that work|how do i go about that|wat moet ik doen|what do i do|what should i do|wat nu|en nu|now what|what now|what's next|what next|whats next|hoe nu verder|hoe verder|wat is de volgende stap|what's the next step|leg (?:dat )?uit|explain(?: that)?|kun je dat uitleggen|menu|opties|options|what do you want from me|uitleg)$/u,
  ],
  [
    'restart',
    /^(?:opnieuw|opnieuw beginnen|begin opnieuw|(?:start|begin) (?:over|again)|restart|herstart|reset|van voren af aan|terug naar (?:het )?(?:begin|start)|overnieuw|overnieuw beginnen|start from scratch|back to the (?:start|beginning)|alles opnieuw)$/u,
  ],
  [
    'human',
    /^(?:(?:een )?(?:medewerker|mens|persoon|echte? (?:mens|persoon)|collega)|(?:a )?(?:human|person|real person|representative|agent|operator)|iemand spreken|speak to (?:someone|a (?:human|person))|talk to (?:someone|a (?:human|person))|klantenservice|customer service|support|mens spreken|live chat|bel me|call me|put me through|verbind me door|doorverbinden|verbind door|(?:ik wil )?gebeld worden|bel mij(?: terug)?|bel me terug|call me back|i want to be called)$/u,
  ],
  [
    'undo',
    /^(?:undo(?: (?:that|it|this))?|ongedaan(?: maken)?|maak (?:dat|het|dit) ongedaan|ctrl ?-?\+? ?z|terugdraaien|draai (?:dat|het) terug|take that back|revert(?: that)?|herstel dat)$/u,
  ],
  [
    'why',
    /^(?:waarom|why|hoezo|waarvoor|waarom (?:vraag|wil) je dat(?: weten)?|why do you (?:ask|need that|want to know)|what for|waartoe|what's it for|waarvoor is dat(?: nodig)?|why is that needed|waarom moet je dat weten|what use is that to you)$/u,
  ],
  [
    'source',
    /^(?:bron|source|hoe weet je dat|how do you know(?: that)?|says who|wie zegt dat|waar (?:komt|haal je) dat vandaan|where does (?:that|this|it) come from|where did you get that|volgens wie|according to (?:who|whom)|bronvermelding|citation|waar staat dat)$/u,
  ],
  [
    'greet',
    /^(?:hoi|hallo|hey+|hi+|hello|yo|hoihoi|moin|moguh?|morgen|goeiemorgen|goedemorgen|goedemiddag|goeiemiddag|goedenavond|goeienavond|goedendag|goedenmiddag|goeiedag|goeiendag|good (?:morning|afternoon|evening|day)|morning|evening|hej|heej?|hallo daar|hi there|hello there|hey there|alright mate|howdy|greetings|gegroet|dag (?:bot|assistent|allemaal)|hiya|heya|wassup|alles goed|goeie)$/u,
  ],
  [
    'thanks',
    /^(?:bedankt|dank ?(?:je|u) ?wel|dank ?je(?:wel)?|dank u(?: wel)?|dankjewel|dank|thanks?(?: (?:a lot|so much|a million|very much))?|thank you(?: (?:so|very) much)?|thx|ty|tnx|cheers|merci|mercikes|top bedankt|heel erg bedankt|super bedankt|bedankt hoor|ta|much appreciated|hartelijk dank|duizendmaal dank|thank u|alvast bedankt|thanks in advance|danke|many thanks|nice thanks|great thanks|fijn bedankt)$/u,
  ],
  [
    'goodbye',
    /^(?:doei+|doeg|doeidoei|dag|daag|dag hoor|dada|bye+|bye ?bye|goodbye|good ?bye|tot ziens|tot later|tot (?:de )?volgende(?: keer)?|tot straks|tot morgen|see (?:you|ya)(?: later)?|cya|later[sz]|ciao|ajuus|houdoe|salut|saluut(?:jes)?|adios|baai|cheerio|so long|take care|fijne (?:dag|avond|middag)(?: nog| verder)?|prettige (?:dag|avond)(?: nog| verder)?|goede avond nog|have a (?:good|nice|great) (?:day|evening|one|weekend)|good night|goedenacht|slaap lekker|welterusten|toedels|toodles|farewell|de mazzel|mazzel|hasta luego|yo later|dag tot later|ik ga doei|ik moet gaan(?: dag| doei)?|gotta go(?: bye)?|i have to go(?: bye)?|i'm off|ik ben weg|ik ga ervandoor|fijn weekend|nog een fijne dag)$/u,
  ],
]

const soft =
  /(?<!\p{L})(?:graag|aub|alsjeblieft|alstublieft|svp|please|pls|plz|even|eens|maar|gewoon|nou|dan|hoor|ok|oke|okay|just|can you|could you|kan je|kun je|can we|kunnen we|can i|kan ik|mag ik|i want to|i'd like to|ik wil|sorry|hm+|ehm?|euh|toch|jij|ge|nu|now|mate|vriend|joh)(?!\p{L})/gu
const squeeze = (text: string) =>
  text
    .replace(/[^\p{L}\p{N}'+ -]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** The act that a whole clause (lower-cased) steers to, where it is one of the usual phrases. */
export function steeringOf(low: string): PlainAct | undefined {
  if (low.length > 60) return undefined
  const text = squeeze(low)
  const lean = squeeze(text.replace(soft, ' '))
  return phrases.find(([, pattern]) => pattern.test(text) || (lean !== '' && pattern.test(lean)))?.[0]
}

const whatNow =
  /^(?:(?:and|en|dus|so|ok|oke) )?(?:hoe (?:moet|doe ik|gaat|werkt) dat(?: dan)?|how (?:do i do|does|do i go about) that(?: work)?|wat moet ik (?:nu )?doen|what (?:do|should) i do(?: now)?|wat nu|en nu|now what|what now|what'?s next|what next|hoe (?:nu )?verder|wat is de volgende stap|what's the next step|help(?: me)?|graag hulp|please help|help please|hulp)$/u

/** Whether a clause only asks how to go on: of a message that says what it is about it adds nothing. */
export const asksHowOn = (low: string): boolean =>
  whatNow.test(squeeze(low)) || whatNow.test(squeeze(squeeze(low).replace(soft, ' ')))

/** The words of those phrases. */
export const steeringWords: readonly string[] = phrases.flatMap(
  ([, pattern]) => pattern.source.match(/\p{L}{3,}/gu) ?? [],
)
