/** Clauses: the parts of a message that each say one thing, and what colours them (a condition, a denial, a correction, a guess). */
import type { Span } from './text.ts'

/** A part of a message and how it is said. */
export interface Clause extends Span {
  readonly low: string
  /** Under a condition or a supposition: nothing in it is asserted. */
  readonly conditional: boolean
  readonly question: boolean
}

const condition =
  /(?<!\p{L})(?:i'm not saying|not saying|zeg niet dat|niet gezegd dat|nooit gezegd dat|never said|als (?:ik|we|wij|je|ge|iemand|mijn|m'n|ons|men)|indien|stel(?: dat| je| nou| nu| ik)|stel|als (?:het|die|dat|er)(?= .{0,40}(?<!\p{L})(?:was|waren|had|hadden|zou|zouden|were|would)(?!\p{L}))|als we zeggen|laten we zeggen|zou ik|zouden we|would i|would we|say it|say that|let's say|in het geval|in case|wat als|mocht (?:ik|het|ik nou)|ik .{0,30}zou hebben|had ik(?: maar)?|tenzij|zodra (?:ik|we)|wanneer ik .{0,40} (?:heb|had|haal)|if|unless|suppose|supposing|imagine|assuming|what if|say i|had i|were i|once i|once we|when i (?:reach|get|have)|as soon as|hypothetisch|hypothetically|in theory|theoretisch|ooit .{0,20} zou)(?!\p{L})/u
const opening =
  /^(?:en |maar |and |but |dus |so )?(?:als|if|indien|mocht|mochten|wanneer men|tenzij|unless|should (?:the|my|i|it)|were (?:i|the|it))(?!\p{L})/u
const unconditional =
  /(?:als ik het (?:goed|me)|if i(?:'m| am)? (?:not mistaken|remember|recall|understand)|if (?:that|it) helps|als ik me niet vergis|als dat helpt|if possible|if you (?:can|could|would|please)|als je (?:wil|wilt|kan|kunt)|als ik (?:hier )?kijk|when i look|if i (?:look|may|could|can)|wonder(?:ing)? if|know if|see if|check if|tell me if|not sure if|als betaal|even if|say if|if any|als ik (?:inlog|klik|op)|if i (?:log|click|press))/u
const interrogative =
  /^(?:\W*(?:en|maar|and|but|so|dus|ok|oke|ja|nee|yes|no|hoi|hallo|hi|hello|hey|sorry|nou|well|also|eh|uh|beste|please)[ ,!.]+)*(?:hoe|wat|waar|wanneer|waarom|wie|welke?|hoeveel|waarvoor|waarmee|(?:weet|ken|wil|doe|vind|heb|ben|ga|zou|geef|have|do|know|got) (?:je|jij|jullie|u|you)|kan|kun|kunt|mag|moet|is|zijn|heb|hebben|heeft|krijg|zal|gaat|bestaat|geldt|wordt|worden|betekent|what|what's|where|where's|when|why|who|which|how|how's|can|could|may|do|does|did|is|are|am|will|would|should|has|have|must|any)(?!\p{L})/u

const boundary =
  /(?<=[.!?;\n])\s+|\n+|(?<=[^\d\s]),\s+|,\s+(?=\p{L})|,(?=[a-z])|(?<=\d{5}),\s+(?=\d)|\s+[/|]\s+|\s+-\s+|\s+(?=maar (?:ik|je|de|het|een|geen|niet|wel|nu|toch|hoe|wat|waar|wanneer|waarom|die|dat|hij|mijn|m'n|er|we|wij|kan|kun|op|gewoon|eerst|met|in|bij|liever|zilver|goud|gold|platin\p{L}*|corporate|overschr\p{L}*|creditcard|\d))|(?<!(?:any|every|no)thing|all|alles)\s+(?=(?:but|though|however|echter|alleen(?= \p{L}+ (?:niet|geen))|omdat|want(?= (?:ik|het|de|mijn|m'n|er|dat|die|hij|we|dit|nu|een|je|geen|anders|daar))|because|since i|terwijl|while|plus(?= \p{L}{3}))(?!\p{L}))|\s+(?=(?:en|and|dus|so)\s+(?:ik|i|i'm|i've|we|hoe|how|hows|how's|wat|what|whats|what's|wheres|whens|hoeveel|waar|where|welke?|which|wanneer|when|waarom|why|kan|kun|can|mag|may|could|do|does|is|heb|moet|wil|my|mijn|m'n|het|it|de|the|nu|now|er|there|geen|no|graag|please|bedankt|thanks|toen|then|daarna|vervolgens|trouwens|also|ook|hij|ze)(?!\p{L}))|(?<=^(?:hoi|hallo|hey|hi|hello|dag|goedemorgen|goedemiddag|goedenavond|goeiemorgen|goeiedag|yo|ja|nee|neen|yes|yep|nope|ok|oke|okay|sorry|wacht|wait|thanks|bedankt|top|super|great))\s+/gu

/** Splits a lower-cased text into clauses; positions are those of the text. */
export function clausesOf(low: string): readonly Clause[] {
  const contrast = /(?<!\p{L})(?:niet|geen|nie)(?!\p{L}).{1,60}? (?=maar (?!ja|goed|liefst|eens|even))/u.exec(
    low,
  )
  const clauses: Clause[] = []
  let start = 0
  const add = (end: number) => {
    const part = low.slice(start, end)
    const lead = part.length - part.trimStart().length
    const trimmed = part.trim()
    if (/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(trimmed)) {
      const conditional = (condition.test(trimmed) || opening.test(trimmed)) && !unconditional.test(trimmed)
      clauses.push({
        start: start + lead,
        end: start + lead + trimmed.length,
        low: trimmed,
        conditional,
        question: trimmed.endsWith('?') || interrogative.test(trimmed),
      })
    }
    start = end
  }
  for (const found of low.matchAll(boundary)) {
    if (clauses.length > 60) break
    const split = contrast ? contrast.index + contrast[0].length : -1
    if (split > start && split < found.index) add(split)
    add(found.index)
    start = found.index
  }
  const split = contrast ? contrast.index + contrast[0].length : -1
  if (split > start) add(split)
  add(low.length)
  // A condition reaches over its consequence: 'als ik 2000 punten had, kon ik dan goud nemen?'
  return clauses.map((clause, index) => {
    const previous = clauses[index - 1]
    const reached =
      previous?.conditional &&
      /,\s*$/.test(low.slice(previous.start, clause.start)) &&
      (clause.question || /^(?:dan|then|kan|kon|zou|can|could|would)/.test(clause.low))
    return reached ? { ...clause, conditional: true } : clause
  })
}

const negator =
  /(?<!\p{L})(?:niet|geen|nooit|zonder|behalve|nie|ni|gene|geenen|not|no|never|without|except|neither|nor|instead of|in plaats van|ipv|i\.p\.v\.|rather than|liever dan|anything but|noch|isn't|wasn't|aren't|don't|didn't|won't|wouldn't|doesn't|can't|shouldn't|couldn't|dont|didnt|wont|wouldnt|doesnt|cant|isnt|wasnt|hoef|weg van|bijna|haast|almost|nearly|eerst wilde ik|eerst wou ik|at first i wanted|i was going to|used to want|dacht eerst aan)(?!\p{L})/gu

/** Whether what stands at a place of a clause is denied there: 'niet zilver', 'geen creditcard', 'zilver wil ik niet'. */
export function isNegated(low: string, { start, end }: Span): boolean {
  const head = low.slice(0, start)
  const last = [...head.matchAll(negator)].at(-1)
  if (last) {
    const between = head.slice(last.index + last[0].length)
    const resumed = /(?<!\p{L})(?:maar|but|wel|alleen|only|just|doch|rather|liever)(?!\p{L})|[,;:.!?]/u.test(
      between,
    )
    if (/anything but$|alles behalve$/.test(head.slice(0, last.index + last[0].length))) return true
    const near = between.split(/\s+/).filter(Boolean).length <= 4
    const idle =
      /(?:waarom|why) (?:niet|not)$|niet (?:alleen|zeker|precies|meer dan)|not (?:only|sure|just|more than)|no,$|(?:weet|know|sure|snap|begrijp|understand|zie|see|wacht|wait)\s*(?:het |dat |it )?(?:niet|not)?$/.test(
        head.slice(0, last.index + last[0].length),
      )
    if (near && !resumed && !idle && !(last[0] === 'no' && last.index === 0 && /^\s*,/.test(between)))
      return true
  }
  const tail = low.slice(end)
  if (
    /^['"]?\s*(?:,|\?)?\s*(?:(?:is|lijkt me|vind ik|seems|looks)\s+)?(?:(?:me|mij|voor mij|veel|echt|wel|way|far|a bit|een beetje|just)\s+){0,2}(?:niks|niets|nee|welnee|no|nope|nah|noch|nor|te (?:duur|veel|hoog|gek)|too (?:much|expensive|high|dear)|not for me|overdreven|onzin|hoeft? (?:\p{L}+ ){0,3}?(?:niet|geen)|laat maar|never)(?!\p{L})/u.test(
      tail,
    )
  )
    return true
  return /^(?:['"]?\s+(?:tier|level|niveau|punten|points))?\s+(?:(?:wil|hoef|neem|kies|doe|heb|gebruik|is|was|kan|mag|ik|we|het|dat|'t|i|do|is|was|maar|dus|juist|zeker|absoluut|definitely)\s+){0,3}(?:niet|nie|not|isn't|wasn't)(?!\p{L})(?!\s+(?:zeker|sure|waar|alleen|only|meer))/u.test(
    tail,
  )
}

const correction =
  /^\W*(?:ai|oei|ow|ah|argh|shit|verdorie|damn|hmm?|ach),? (?!ja)|(?<!\p{L})(?:after all|achteraf|herinner me nu|nu ik erover nadenk|come to think of it|thinking about it|oh wait|o wacht|sorry|sorrie|bedacht|changed my mind|van gedachten veranderd|moet anders|isn't right|not right|aren't right|is not right|oeps|oops|whoops|wacht|wacht even|wait|hold on|correctie|correction|ik bedoel(?:de)?|bedoel(?:de)? ik|i meant?|i mean|meant to say|eigenlijk|actually|vergis(?:t|te)?(?: me)?|verkeerd(?:e)?|klopt(?:e)? (?:toch )?nie?t?|niet juist|onjuist|niet correct|incorrect|fout|foutje|foute|wrong|mistake|mistaken|mistyped|my bad|typo|typfout|tikfout(?:je)?|typefout|moet zijn|moest zijn|moet (?:toch )?\S+ (?:zijn|worden)|should be|should've been|should have been|make (?:that|it) .{1,20} instead|maak er|doe toch|toch (?:liever|maar|wel|niet|een|bij|in|uit)|verander|wijzig|aanpassen|pas .{0,30} aan|correct (?:my|that|the|it)|revise|herzien|terugkomen op|come back on|corrigeer|scratch that|strike that|no wait|nee wacht|rectify|rectificatie|bij nader inzien|on second thou?ghts?|i take that back|liever toch|miscounted|verteld|per ongeluk|accidentally|by accident|misread|verlezen|update that|ik zei|i said|eerder zei ik|earlier i said|had .{0,20} moeten zijn|herstel)(?!\p{L})/u
const weakCorrection =
  /(?<!\p{L})(?:(?:is|was|waren|are|were|it's|ging|gaat om) (?:niet|geen|nie|not) .{1,30} maar|(?:was|were|is|are)(?:n't| not) .{1,30} but|het waren er|it was actually|instead of|in plaats van|ipv|change (?:my|the|it|that)|toch)(?!\p{L})/u

/** Whether a text is said as a correction of something said before; `asked` where it answers the very question. */
export const soundsCorrecting = (low: string, asked = false): boolean =>
  correction.test(low) ||
  (!asked && weakCorrection.test(low)) ||
  /^\W*(?:nee+n?|no|nope|neen|nah)(?: ?,| joh| hoor| mate\b| man\b| bro\b| jong\b| s?o?r+y\b| wacht| toch| sorry| it| het| that|\.(?! ?\d)| -)/u.test(
    low,
  ) ||
  /^\W*toch /u.test(low)

const guess =
  /(?<!\p{L})(?:ik denk|denk ik|dacht ik|ik dacht|denk|volgens mij|vlgs mij|ik gok|gok(?:je)?|gok ik|schat(?:ting)?|ik schat|ik geloof|geloof ik|geloof|ongeveer|ongv|circa|ca|zoiets|of zo|ofzo|iets van|rond|rondom|omstreeks|ergens (?:rond|halverwege)|waarschijnlijk|vermoedelijk|misschien|wellicht|mss|meen ik|ik meen|naar schatting|pakweg|niet (?:meer |helemaal |zo )*(?:zeker|precies|exact)|uit mijn hoofd|i think|think|i guess|guess|guessing|i'd say|i believe|believe|about|around|roughly|approximately|approx|something like|somewhere around|maybe|probably|possibly|perhaps|likely|presumably|or so|or something|ish|not (?:entirely |completely |100% |totally |exactly )?(?:sure|certain)|if i remember|iirc|from memory|estimate|als ik het me goed herinner|als ik me niet vergis|best guess|must have been|moet .{0,20} geweest zijn|zal .{0,20} geweest zijn|tis iets van|kdenk|peins ik|kpeins)(?!\p{L})/u

const belief =
  /(?<!\p{L})(?:ik denk|denk ik|dacht ik|ik dacht|denk|volgens mij|ik gok|gok|geloof ik|ik geloof|waarschijnlijk|vermoedelijk|misschien|i think|think|i guess|guess|i believe|maybe|probably|perhaps|kdenk)(?!\p{L})/u

/** Whether a text says 'I think' or the like, not merely 'about'. */
export const soundsBelieved = (low: string): boolean => belief.test(low)

/** Where a text marks something as a guess. */
export const guesses = (low: string): readonly Span[] =>
  [...low.matchAll(new RegExp(guess, 'gu'))].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
  }))

/** Whether a text marks what it says as a guess. */
export const soundsGuessed = (low: string): boolean => guess.test(low)

const salutation =
  /^(?:beste|geachte|dear|hallo|goedendag|dag|waarde|l\.?s\.?|hi|hello|to whom)\b[^\n]{0,60}?(?:,\s*\n|\n|,(?= [^\n]{30,}\n))/u
const close =
  /\n\s*(?:met (?:vriendelijke|hartelijke|beleefde) groet\p{L}*|mvg|vr\.? ?gr\.?|vriendelijke groet\p{L}*|hartelijke groet\p{L}*|groet(?:en|jes)?|gr\.?|hoogachtend|(?:kind|best|warm) regards|regards|yours (?:sincerely|faithfully|truly)|sincerely|best wishes|best,|cheers,|hartelijks|mit freundlichen)(?!\p{L})[\s\S]{0,200}$/u

/** How much of a text is a letter's salutation and close: neither says anything. */
export function letterEdges(low: string): readonly Span[] {
  const edges: Span[] = []
  const lead = low.includes('\n') ? salutation.exec(low) : null
  if (lead) edges.push({ start: 0, end: lead[0].length })
  const tail = close.exec(low)
  if (tail && tail.index > 0) edges.push({ start: tail.index, end: low.length })
  return edges
}

const refusals: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:cancel|skip|back)$/,
    /(?<!\p{L})(?:abonnement\p{L}*|lidmaatschap\p{L}*|subscription|membership|bestelling|order|afspraak|appointment|incasso|direct debit|contract)(?!\p{L})/u,
  ],
  [
    /^back$/,
    /(?<!\p{L})(?:(?:i'm|im|i am|we're|ben(?: ik)?(?: er)?|here|er)(?: weer| now| again)? (?:back|terug)|(?:money|geld|call|bel|bellen|mail|write|phone|get|come|kom) (?:\p{L}+ ){0,2}?(?:back|terug)(?! to the)|back (?:again|now|in (?:19|20)\d\d)|terug in (?:19|20)\d\d)(?!\p{L})/u,
  ],
  [
    /^cancel$/,
    /(?:niet|not|n't|geen)(?: \p{L}+){0,4}? (?:stop\p{L}*|annul\p{L}*|cancel\p{L}*|quit|afbreken|ophouden)/u,
  ],
  [
    /^forgetMe$/,
    /(?:wis|verwijder|delete|erase|remove)(?!\p{L})(?: \p{L}+){0,3}? (?:niet|not)(?!\p{L})|(?:niet|not|n't|geen|niets|nothing)(?: \p{L}+){0,5}? (?:wis\p{L}*|verwijder\p{L}*|gewist|delet\p{L}*|eras\p{L}*|remov\p{L}*|vergeten|forget\p{L}*)|vergeet (?:me|mij) (?:maar )?niet|don't forget/u,
  ],
  [
    /^human$/,
    /(?:wil|hoef|want|need|zoek|looking for)(?: \p{L}+){0,2}? ?(?:geen|niet|not|no)(?: \p{L}+){0,4}? (?:mens|medewerker|persoon|human|person|agent|someone|iemand|people)|(?:don't|do not|dont) (?:want|need)(?: \p{L}+){0,5}? (?:human|person|agent|someone|people|anyone)|no need for a/u,
  ],
  [/^restart$/, /(?:niet|not|n't)(?: \p{L}+){0,3}? (?:opnieuw|restart|start over|herbeginnen|overnieuw)/u],
  [/^back$/, /(?:niet|not|n't)(?: \p{L}+){0,3}? (?:terug|back)|back (?:that|this|it) up/u],
  [/^skip$/, /(?:niet|not|n't)(?: \p{L}+){0,2}? (?:overslaan|skip\p{L}*|overgeslagen)/u],
  [
    /^start:passwordReset$/,
    /(?:niet|not|n't|never|nooit)(?: \p{L}+){0,3}? (?:vergeten|forgot\p{L}*|kwijt|lost|reset\p{L}*)/u,
  ],
  [
    /^start:onboarding$/,
    /(?:wil|willen)(?: ik| we)? niet(?: meer| langer)? (?:bij|lid|naar)|(?:wil|hoef|want|need)(?: \p{L}+){0,2}? ?(?:geen|niet|not|no)(?: \p{L}+){0,3}? (?:lid|join|aanmelden|member\p{L}*|lidmaatschap)|(?:don't|do not) (?:want|need) to (?:join|become|sign up)/u,
  ],
  [
    /^start:(?:registration|migration|payment)$/,
    /(?:wil|hoef)(?: \p{L}+){0,2}? ?(?:geen|niet|niets)(?: \p{L}+){0,3}? (?:registre\p{L}*|migre\p{L}*|betalen)|(?:don't|do not) (?:want|need) to (?:register|migrate|pay)/u,
  ],
]

/** Whether a clause says that the member does not want just what a label stands for. */
export const refuses = (low: string, label: string): boolean =>
  !/(?<!\p{L})(?:maar|but)(?!\p{L})/u.test(low) &&
  refusals.some(([name, pattern]) => name.test(label) && pattern.test(low))

/** Whether a clause says what the member does not want: 'niet migreren', "I don't want to register". */
export const refusesWish = (low: string): boolean =>
  /^\W*(?:niet|geen|not|no)\s+\p{L}{4,}/u.test(low) ||
  /(?<!\p{L})(?:(?:wil|hoef|willen|hoeven|moet|zoek) (?:\p{L}+ ){0,2}?(?:niet|geen|nie)|(?:don't|do not|dont|didn't) (?:want|need|mean|wish|have to)|not (?:here|looking|trying|asking) (?:to|for))(?!\p{L})/u.test(
    low,
  )

/** The words that colour a clause. */
export const colouringWords: readonly string[] = [
  condition,
  correction,
  weakCorrection,
  guess,
  negator,
].flatMap(({ source }) => source.match(/\p{L}{3,}/gu) ?? [])
