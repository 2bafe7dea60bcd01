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
  /(?<!\p{L})(?:als (?:ik|we|wij|je|ge|iemand|mijn|m'n|ons|men)|indien|stel(?: dat| je| nou| nu)? |stel:|wat als|mocht (?:ik|het|ik nou)|ik .{0,30}zou hebben|had ik(?: maar)?|tenzij|zodra (?:ik|we)|wanneer ik .{0,40} (?:heb|had|haal)|if|unless|suppose|supposing|imagine|assuming|what if|say i|had i|were i|once i|once we|when i (?:reach|get|have)|as soon as|hypothetisch|hypothetically|in theory|theoretisch|ooit .{0,20} zou)(?!\p{L})/u
const unconditional = /(?:als ik het (?:goed|me)|if i(?:'m| am)? (?:not mistaken|remember|recall|understand)|if (?:that|it) helps|als ik me niet vergis|als dat helpt|if possible|if you (?:can|could|would|please)|als je (?:wil|wilt|kan|kunt)|als ik (?:hier )?kijk|when i look|if i (?:look|may|could|can)|wonder(?:ing)? if|know if|see if|check if|tell me if|not sure if|als betaal|even if|say if|if any|als ik (?:inlog|klik|op)|if i (?:log|click|press))/u
const interrogative =
  /^(?:\W*(?:en|maar|and|but|so|dus|ok|oke|ja|nee|yes|no|hoi|hallo|hi|hello|hey|sorry|nou|well|also|eh|uh|beste|please)[ ,!.]+)*(?:hoe|wat|waar|wanneer|waarom|wie|welke?|hoeveel|waarvoor|waarmee|kan|kun|kunt|mag|moet|is|zijn|heb|hebben|heeft|krijg|zal|gaat|bestaat|geldt|wordt|worden|betekent|what|what's|where|where's|when|why|who|which|how|how's|can|could|may|do|does|did|is|are|am|will|would|should|has|have|must|any)(?!\p{L})/u

const boundary = /(?<=[.!?;\n])\s+|\n+|(?<=[^\d\s]),\s+|,(?=[a-z])|\s+-\s+|\s+(?=(?:maar|but|though|however|echter|alleen(?= \p{L}+ (?:niet|geen))|omdat|want|because|since i|terwijl|while|plus(?= \p{L}{3}))(?!\p{L}))|\s+(?=(?:en|and|dus|so)\s+(?:ik|i|i'm|i've|we|hoe|how|wat|what|waar|where|welke?|which|wanneer|when|waarom|why|kan|kun|can|mag|may|could|do|does|is|heb|moet|wil|my|mijn|m'n|het|it|de|the|nu|now|er|there|geen|no|graag|please|bedankt|thanks|toen|then|daarna|vervolgens|trouwens|also|ook|hij|ze)(?!\p{L}))|(?<=^(?:hoi|hallo|hey|hi|hello|dag|goedemorgen|goedemiddag|goedenavond|goeiemorgen|goeiedag|yo|ja|nee|neen|yes|no|yep|nope|ok|oke|okay|sorry|wacht|wait|thanks|bedankt|top|super|great))\s+/gu

/** Splits a lower-cased text into clauses; positions are those of the text. */
export function clausesOf(low: string): readonly Clause[] {
  const clauses: Clause[] = []
  let start = 0
  const add = (end: number) => {
    const part = low.slice(start, end)
    const lead = part.length - part.trimStart().length
    const trimmed = part.trim()
    if (/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(trimmed)) {
      const conditional = condition.test(trimmed) && !unconditional.test(trimmed)
      clauses.push({ start: start + lead, end: start + lead + trimmed.length, low: trimmed, conditional, question: trimmed.endsWith('?') || interrogative.test(trimmed) })
    }
    start = end
  }
  for (const found of low.matchAll(boundary)) {
    if (clauses.length > 60) break
    add(found.index)
    start = found.index
  }
  add(low.length)
  // A condition reaches over its consequence: 'als ik 2000 punten had, kon ik dan goud nemen?'
  return clauses.map((clause, index) => {
    const previous = clauses[index - 1]
    const reached = previous?.conditional && /,\s*$/.test(low.slice(previous.start, clause.start)) && (clause.question || /^(?:dan|then|kan|kon|zou|can|could|would)/.test(clause.low))
    return reached ? { ...clause, conditional: true } : clause
  })
}

const negator =
  /(?<!\p{L})(?:niet|geen|nooit|zonder|behalve|nie|ni|gene|geenen|not|no|never|without|except|neither|nor|instead of|in plaats van|ipv|i\.p\.v\.|rather than|liever dan|anything but|isn't|wasn't|aren't|don't|didn't|won't|doesn't|hoef|weg van)(?!\p{L})/gu

/** Whether what stands at a place of a clause is denied there: 'niet zilver', 'geen creditcard', 'zilver wil ik niet'. */
export function isNegated(low: string, { start, end }: Span): boolean {
  const head = low.slice(0, start)
  const last = [...head.matchAll(negator)].at(-1)
  if (last) {
    const between = head.slice(last.index + last[0].length)
    const resumed = /(?<!\p{L})(?:maar|but|wel|alleen|only|just|doch|rather|liever)(?!\p{L})|[,;:.!?]/u.test(between)
    const near = between.split(/\s+/).filter(Boolean).length <= 4
    const idle = /(?:waarom|why) (?:niet|not)$|niet (?:alleen|zeker|precies|meer dan)|not (?:only|sure|just|more than)|no,$|(?:weet|know|sure|snap|begrijp|understand|zie|see|wacht|wait)\s*(?:het |dat |it )?(?:niet|not)?$/.test(head.slice(0, last.index + last[0].length))
    if (near && !resumed && !idle && !(last[0] === 'no' && last.index === 0 && /^\s*,/.test(between))) return true
  }
  const tail = low.slice(end)
  return /^(?:['"]?\s+(?:tier|level|niveau|punten|points))?\s+(?:(?:wil|hoef|neem|kies|doe|heb|gebruik|is|was|kan|mag|ik|we|het|dat|'t|i|do|is|was|maar|dus|juist|zeker|absoluut|definitely)\s+){0,3}(?:niet|nie|not|isn't|wasn't)(?!\p{L})(?!\s+(?:zeker|sure|waar|alleen|only|meer))/u.test(tail)
}

const correction =
  /(?<!\p{L})(?:sorry|oeps|oops|whoops|wacht|wacht even|wait|hold on|correctie|correction|ik bedoel(?:de)?|bedoel(?:de)? ik|i meant?|i mean|meant to say|eigenlijk|actually|vergis(?:t|te)?(?: me)?|verkeerd|klopt(?:e)? (?:toch )?niet|klopte? nie|niet juist|onjuist|niet correct|incorrect|fout|foutje|foute|wrong|mistake|mistaken|mistyped|typo|typfout|tikfout|tikfoutje|typefout|moet zijn|moest zijn|moet (?:toch )?\S+ zijn|should be|should've been|should have been|make (?:that|it)|maak er|doe toch|toch (?:liever|maar|wel)|verander|wijzig|aanpassen|pas .{0,30} aan|change|correct|corrigeer|scratch that|strike that|no wait|nee wacht|rectify|rectificatie|bij nader inzien|on second thou?ghts?|i take that back|rather|liever toch|niet .{1,20} maar|not .{1,20} but|it was (?:actually|really)|het was(?:sen|ren)? (?:eigenlijk|toch)|het waren er|het zijn er|miscounted|verteld|per ongeluk|accidentally|by accident|misread|verlezen|verkeerd gelezen|update that|instead|in plaats van wat ik zei|ik zei|i said|eerder zei ik|earlier i said|ongelijk|had .{0,20} moeten zijn|herstel)(?!\p{L})/u

/** Whether a text is said as a correction of something said before. */
export const soundsCorrecting = (low: string): boolean =>
  correction.test(low) || /^\W*(?:nee+n?|no|nope|neen|nah)(?: ?,| joh| hoor| wacht| toch| sorry| it| het| that|\.| -)/u.test(low) || /^\W*toch /u.test(low)

const guess =
  /(?<!\p{L})(?:ik denk|denk ik|dacht ik|ik dacht|denk|volgens mij|vlgs mij|ik gok|gok(?:je)?|gok ik|schat(?:ting)?|ik schat|ik geloof|geloof ik|geloof|ongeveer|ongv|circa|ca|zoiets|of zo|ofzo|iets van|rond|rondom|omstreeks|ergens (?:in|rond|begin|eind|halverwege)|waarschijnlijk|vermoedelijk|misschien|wellicht|mss|meen ik|ik meen|naar schatting|pakweg|weet niet zeker|niet helemaal zeker|niet zeker|niet precies|niet exact|uit mijn hoofd|i think|think|i guess|guess|guessing|i'd say|i believe|believe|about|around|roughly|approximately|approx|somewhere|sometime|maybe|probably|possibly|perhaps|likely|presumably|or so|or something|ish|not (?:entirely |completely |100% |totally |exactly )?(?:sure|certain)|if i remember|iirc|from memory|estimate|als ik het me goed herinner|als ik me niet vergis|best guess|must have been|moet .{0,20} geweest zijn|zal .{0,20} geweest zijn|tis iets van|kdenk|peins ik|kpeins)(?!\p{L})/u

/** Whether a text marks what it says as a guess. */
export const soundsGuessed = (low: string): boolean => guess.test(low)
