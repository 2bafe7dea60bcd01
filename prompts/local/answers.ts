/** Yes, no and 'I don't know', in all their colours, Dutch and English. */
import { resembles } from './edit-distance.ts'
import { remembering } from './remembering.ts'
import { type Span, words } from './text.ts'

/** What an answer comes down to. */
export type Answer = 'affirm' | 'deny' | 'unsure'

const unsure =
  /(?<!\p{L})(?:weet ?ik ?(?:het ?)?ni(?:et|e)?|kweet (?:et|'t|da) ?ni(?:e|et)?|i dont? no(?! one)|(?:i )?d(?:on'?t|ont) kno|(?:ik )?zie niet (?:goed )?of|(?:can't|cannot|cant) (?:really )?(?:see|tell|say|work out) (?:if|whether)|weet (?:ik|'k) (?:het |dat |'t |ik )?(?:ook |echt |eigenlijk |zo |eerlijk gezegd |even |nog )*niet(?: meer| precies| zeker| zo| goed)*|(?:ik )?(?:weet|wist) (?:het|'t|dat|da) (?:ook |echt |eigenlijk |zo |even |nu |helaas |nog |eerlijk gezegd )*niet(?: meer| precies| zeker| zo| goed)*|weet (?:ook |echt )?niet(?: meer| zeker| precies)?|weetnie\p{L}*|weet ?nie|k?weet? 't? ?nie|kweenie|kwee ?nie?|kweeni|kweet (?:het |'t )?ni(?:e|et)?(?: meer)?|wnie|geen (?:flauw )?(?:idee|benul|flauw idee)|geen id|gn idee|g(?:ee)?n i+dee|no id(?:e|ea)s?(?: sorry)?|not a clue|no clue|haven't (?:a|the) (?:clue|foggiest|faintest)|(?:i )?(?:really |honestly |just )?(?:don'?t|do not|dnt|dont|dunno|doesn't) (?:really |actually |honestly )?(?:know|knw|remember|recall)|i dunno|dunno|dunnoo*|idk|idek|(?:i'?m |am )?not (?:entirely |really |completely |100% |so |too |quite |very |at all )?(?:sure|certain)|unsure|couldn'?t (?:say|tell you)|can'?t (?:say|tell|remember|recall)|hard to say|beats me|who knows|god knows|zou (?:ik )?(?:het|'t) (?:echt |eerlijk gezegd )?niet weten|geen zekerheid|niet zeker|twijfel|ik twijfel|dat ben ik vergeten|ben (?:ik )?(?:het |dat )?(?:al lang )?vergeten|vergeten(?! (?:om|op|in|te|mijn|dat|die|aan|mee|door))|i forgot(?! to| my)|i've forgotten(?! to| my)|forgot(?:ten)?(?! to| my| it)|(?:kan|kon) (?:ik )?(?:het |dat )?niet (?:goed )?(?:zien|zeggen) of|can't (?:tell|see) (?:if|whether)|niet duidelijk|unclear|kan (?:ik )?me (?:dat |het )?(?:echt )?niet (?:meer )?(?:herinneren|heugen)|herinner (?:ik )?me (?:dat |het )?niet(?: meer)?|weet ik veel|joost mag (?:het )?weten|misschien|maybe|perhaps|possibly|mss|mischien|misschien wel|misschien niet|moeilijk te zeggen|onbekend|unknown|geen mening|maakt (?:me |mij )?(?:het )?niet(?:s)? uit|maakt niks uit|geen voorkeur|no preference|don'?t mind|i don'?t care|either(?: is fine| one| works)?|whichever|wat jij wil|maakt nie uit|allebei|beide|beiden|both(?: of them)?|allebei goed|nog niet bekend|nog niet besloten|haven'?t decided|geen van beide|neither|not decided|me da gelijk|'t is mij gelijk|om het even|tis mij gelijk|eender|zou kunnen|could be|geen flauw|zou ik moeten (?:opzoeken|nakijken)|moet ik (?:even )?(?:opzoeken|nakijken)|i'?d have to (?:check|look)|niet bekend|het zou kunnen|niet bij mij bekend|ik heb geen idee|weet ik zo niet|ja en nee|yes and no|deels|gedeeltelijk|partly|partially|(?:bij )?de helft(?: wel| niet)?|half(?: of them)?(?: do| don't)?|kan best|(?:bij )?sommigen? (?:wel|niet)|some (?:of them )?(?:do|don't|have(?: it)?|haven't))(?!\p{L})/gu

const no =
  /^(?:(?:nee+n?|nee+|ne+|nej|neej|neuh?|nah+|nope+|nop|no+|nay|negatief|negative|niet|nie|not|nog niet|not yet|geenszins|never|nooit|helaas|unfortunately|sadly|nergens|nowhere|absoluut niet|zeker niet|absolutely not|definitely not|certainly not|of course not|natuurlijk niet|tuurlijk niet|helemaal niet|not at all|echt niet|nee hoor|neen|nog nooit|never had|geen|none|nothing|niks|niets|niet echt|not really|eerder niet|i don't|i do not|i didn't|i haven't|i have not|i'm not|it isn't|it's not|it didn't|it doesn't|it hasn't|hasn't|haven't|didn't|don't|doesn't|isn't|wasn't|can't|we don't|we haven't|we didn't|that's a no|is niet|heb ik niet|hebben we niet|zie ik niet|not that i know(?: of)?|not that i'm aware(?: of)?|not to my knowledge|not as far as i know|not that i can see|not that i remember|i don't (?:think|believe) so|don't think so|niet dat ik weet|nie dak weet|niet bij mijn weten|bij mijn weten niet|voor zover ik weet niet|volgens mij niet|vlgs mij niet|volges mij niet|dacht het niet|ik dacht het niet|denk (?:het|'t|van) niet|ik denk (?:het|'t|van) niet|denk ik niet|geloof (?:het|'t) niet|geloof (?:van )?niet|ik geloof (?:het |van )?niet|zou (?:het )?niet denken|klopt niet|dat klopt niet|niet echt|jammer genoeg niet|helaas niet|i'm afraid not|afraid not|unfortunately not|sadly not|vrees van niet|ik vrees van niet|nada|noppes|njet|nein|non|onjuist|fout|false|incorrect|wrong|lukt niet|lukte niet|werkt niet|mislukt|gaat niet|nop|neeeee*|nog steeds niet|still not|still no|still nothing|niemand|nie echt|bah nee|bijlange niet|amai nee|toch niet|ni|kdenk van nie|no way|x|👎|❌)$)/u
const yes =
  /^(?:(?:ja+|ja|jawel|jazeker|jep|jup|yep+|yup+|yes+|yess*|yea+h*|yeah+|yh|ya|jaa+|jah|joa|jawohl|oui|si|aye|zeker|zeker weten|zeker wel|uiteraard|natuurlijk|tuurlijk|vanzelfsprekend|absoluut|inderdaad|idd|klopt|dat klopt|correct|right|juist|exact|precies|prima|oke|ok|okee|okay|okey|k|goed|akkoord|is goed|sure|sure thing|of course|certainly|definitely|absolutely|indeed|affirmative|true|exactly|positive|100%|for sure|you bet|totally|obviously|i do|i have|i did|i am|it is|it does|it did|it has|it was|we do|we have|we did|they are|they do|ik wel|wel|volgens mij wel|vlgs mij wel|volges mij wel|ik dacht (?:het wel|van wel)|dacht (?:het wel|van wel)|ik denk (?:het wel|van wel|het|wel)|denk (?:het wel|van wel|wel|het)|geloof (?:het wel|van wel|wel)|ik geloof (?:het wel|van wel|wel)|i think so|think so|i believe so|believe so|i guess(?: so)?|i suppose(?: so)?|as far as i know|afaik|bij mijn weten wel|voor zover ik weet(?: wel)?|best wel|heb ik|hebben we|heb ik (?:wel|al)|die heb ik|dat heb ik|zie ik|gelukt|het is gelukt|'t is gelukt|is gelukt|gelukt hoor|het werkt|works|it works|it worked|worked|done|gedaan|gebeurd|is gebeurd|gelukkig wel|luckily yes|thankfully yes|al lang|allang|al|already|al gedaan|already done|ja hoor|jaja|ja ja|toch wel|euh ja|zeker en vast|just ja|ja da klopt|waar|that's right|that's correct|that is correct|spot on|waarom niet|why not|sure why not|yes why not|goed idee|good idea|graag|yes please|please|ja graag|jaa|doe maar|go ahead|👍|✅|💯|👌|✔|☑)$)/u
const soften =
  /(?<!\p{L})(?:hoor|joh|he|man|jong|echt|eigenlijk|eerlijk gezegd|heel|wel degelijk|dus|toch|even|gewoon|maar|nou|nja|tja|ach|och|eh+m*|euh+|um+|uh+|hm+|well|so|sorry|please|aub|alstublieft|svp|thanks|thank you|bedankt|dank je|dankje|helaas|unfortunately|sadly|gelukkig|luckily|of course|mate|just|really|actually|honestly|sir|meneer|mevrouw|lol|haha+|hihi|then|zojuist|net|nu|now|op dit moment|at the moment|vandaag|today|nog|yet|i'm afraid|vrees ik|denk ik|i think|geloof ik|volgens mij|i believe|weet ik zeker|i'm sure|zonder twijfel|allemaal|already|al|of niet soms|amai|allez|zenne|ze|natuurlijk|uiteraard|hoor ja|mijn beste|dear|bro|dude|ofzo|or so|dat|that|het|it|is|dit|this|da)(?!\p{L})/gu
const yesWords = [
  'jazeker',
  'natuurlijk',
  'inderdaad',
  'klopt',
  'absoluut',
  'uiteraard',
  'correct',
  'definitely',
  'absolutely',
  'certainly',
  'tuurlijk',
  'zeker',
]

/** A shrug or a thoughtful face, and nothing else. */
const shrug =
  /^[^\p{L}\p{N}]*ツ[^\p{L}\p{N}]*$|^[^\p{L}\p{N}👍👎✅❌]*(?:🤷|🤔|¯\\_\(ツ\)_\/¯)[^\p{L}\p{N}👍👎✅❌]*$/u

const squeeze = (text: string) =>
  text
    .replace(/\u{fe0f}/gu, '')
    .replace(/[^\p{L}\p{N}'%👍👎✅❌✔☑👌💯 ]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** Where a text says that the member does not know, is not sure, or does not mind; `undefined` where it does not. */
export const findUnsure = remembering((low: string): Span | undefined => {
  unsure.lastIndex = 0
  const first = unsure.exec(low)
  return first ? { start: first.index, end: first.index + first[0].length } : undefined
}, 64)

/** Whether a whole clause (lower-cased) is a yes, a no or an 'I don't know', and nothing else. */
export const wholeAnswerOf = remembering((low: string): Answer | undefined => {
  if (shrug.test(low)) return 'unsure'
  const text = squeeze(low)
  if (text === '') return undefined
  const direct = (given: string): Answer | undefined =>
    no.test(given) ? 'deny' : yes.test(given) ? 'affirm' : undefined
  const plain = direct(text)
  if (plain) return plain
  const without = squeeze(text.replace(unsure, ' ').replace(soften, ' '))
  const doubt = findUnsure(text)
  if (
    doubt &&
    (without === '' ||
      words(without).every(({ word }) =>
        /^(ik|i|me|mij|nee|no|het|it|ik|zo|exact|precies|exactly|niet|not|meer|anymore|any|more|to|be|om|te|te|zijn|dat|van|of|hier|for|certain|zeker|k|ja|yes|do|don't|have|heb|we|wij|right|either|the|moment|off|top|head|my|tell|you|is|de|uit|t|daar|geen|hoofd|mn|zeggen|fine|prima|goed)$/.test(
          word,
        ),
      ))
  )
    return 'unsure'
  if (doubt) return undefined
  const reduced = squeeze(text.replace(soften, ' '))
  const soft = reduced === '' ? undefined : direct(reduced)
  if (soft) return soft
  const list = words(text).map(({ word }) => word)
  if (list.length <= 4 && list.length > 0) {
    const [first] = list
    const rest = squeeze(text.slice(first!.length))
    const lead = direct(first!)
    const tail = rest === '' ? undefined : (direct(rest) ?? direct(squeeze(rest.replace(soften, ' '))))
    if (lead && tail === lead) return lead
    if (lead && tail === undefined && squeeze(rest.replace(soften, ' ')) === '') return lead
    if (lead === 'affirm' && tail === 'deny' && /^(wel|al|ok|k|goed|klopt)$/.test(first!)) return 'deny'
    if (list.length === 1 && yesWords.some((word) => resembles(first!, word))) return 'affirm'
  }
  return undefined
}, 64)

/** The words that answers are made of. */
export const answerWords: readonly string[] = [unsure, no, yes, soften].flatMap(
  ({ source }) => source.match(/\p{L}{3,}/gu) ?? [],
)
