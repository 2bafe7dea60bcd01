/** What identifies a product and where it came from, in the member's own words: names, serial numbers, dealers, e-mail addresses. */
import { matches, type Span, type Text, words } from './text.ts'

/** A text of the member's and where it stands. */
export interface FoundText extends Span {
  readonly value: string
}

const found = (text: Text, start: number, end: number): FoundText => ({
  start,
  end,
  value: text.raw.slice(start, end).trim(),
})

const mark =
  '(?: ?(?:mark|mk|mrk|marc) ?(?:i{1,3}|iv|v|\\d)(?![\\p{L}\\p{N}])| (?:ii|iii|iv)(?![\\p{L}\\p{N}])| ?m[2-5](?![\\p{L}\\p{N}]))?'
const lensTail =
  '(?: ?mm)?(?: ?[f]?\\/? ?\\d[.,]\\d(?:-\\d(?:[.,]\\d)?)?(?:-\\d[.,]\\d)?l?| ?f\\/?\\d{1,2}(?:[.,]\\d)?l?)?(?: (?:l|is|usm|stm|do|macro|makro|ii|iii|pancake|fisheye|ssc|dc|vr|vcm|z|di))*(?![\\p{L}\\p{N}])'
const models: readonly string[] = [
  `eos[ -]?(?:r5 ?c(?![\\p{L}\\p{N}])|r\\d{0,3}|rp|ra|m\\d{0,3}|r50 ?v|[cx]\\d{1,3}|\\d{1,4} ?dx?|k?iss|rebel|kiss x\\d+|1v|[1-9]d ?[xsrc]{0,2}|\\d{1,4}d?s?)?(?: ?[cdx](?![\\p{L}\\p{N}]))?${mark}`,
  `(?:r(?:1|3|5 ?c(?![\\p{L}])|5c?|6 ?v(?![\\p{L}])|6|7|8|10|50 ?v(?![\\p{L}])|50|100|p)|1ds?x?|1d ?x|[5-7]ds?r?|[1-9]\\d?0d|\\d{3,4}d|c(?:50|70|80|100|200|300|400|500|700)|m(?:3|5|6|10|50|100|200))${mark}(?![\\p{L}\\p{N}])`,
  `(?:rf-?s?|ef-?[sm]?|ts-?e|mp-?e|cn-?e|fd)[ -]?\\d{1,4}(?:-\\d{2,4})?${lensTail}`,
  `\\d{2,3}-\\d{2,3} ?mm${lensTail}`,
  `\\d{2,3} ?mm(?: f\\/?\\d[.,]?\\d?l?| \\d[.,]\\d)?(?: (?:l|macro|makro|lens|objectief|is|usm|stm))*`,
  `(?:\\d{2}-\\d{2,3}|\\d{3}-\\d{3})(?: ?(?:f\\/?)?\\d[.,]\\d)?(?: (?:l|is|usm|lens|zoom|objectief|ii|iii))*(?![\\p{N}-])`,
  `(?:powershot|ixus|legria|vixia|selphy|pixma|maxify|i-?sensys|imageprograf|image ?prograf|imageclass|imagerunner|canoscan|imageformula|speedlite|ivy|zoemini)(?:[ -](?:[a-z]{1,4}-?\\d{1,5}[a-z]{0,3}|[a-z]{0,3}\\d{1,5}[a-z]{0,4}|pro-\\d+|elite|pro|mark|iii?-rt|rt|iii?|iv|hf|hs|sx|mg|ts)(?![\\p{L}\\p{N}]))*${mark}`,
  `(?:xa|xf|xc|xl|g|sx|pro-|cr-?n|cj|lide|ex)-?\\d{1,4}[a-z]{0,2}(?: ?x)?${mark}(?![\\p{L}\\p{N}])`,
  `\\d{1,2}x\\d{2} ?is(?: ?iii?)?|(?:600|580|430|470|320)ex(?:[ -](?:iii?-rt|rt|iii?|ai)(?![\\p{L}\\p{N}]))*|el-\\d{1,3}`,
]
const model = new RegExp(`(?<![\\p{L}\\p{N}/.,#-])(?:canon )?(?:${models.join('|')})`, 'gu')

/** Products of Canon's named in a text, as the member wrote them. */
export function findProducts(text: Text): readonly FoundText[] {
  return matches(text.low, model).flatMap(({ start, end }) => {
    const given = found(text, start, end)
    const bare = given.value.toLowerCase()
    return bare === 'eos' || bare === 'canon eos' || !/\d|rp|legria|selphy|pixma/i.test(bare)
      ? []
      : [{ ...given, end: start + given.value.length }]
  })
}

const serialCue =
  /(?<!\p{L})(?:ser+ie[ -]?(?:nu?m+er|nr\.?|nummr|numer|nmr)|serial(?:[ -]?(?:number|no\.?|nr\.?|num))?|s\/n|sn|serienumemr)(?:tje)?\s*(?:van (?:de |mijn |m'n )?[\p{L}\p{N} -]{2,24}? is|(?:of|for|on) (?:the |my )?[\p{L}\p{N} -]{2,24}? is|is|luidt|=|:|was|moet(?: zijn)?|should be|staat|reads|#|klopt niet,? (?:het )?(?:is|moet zijn)|van de lens is)?\s*:?\s*((?:[a-z]{0,4}[- ]?)?\d[\p{L}\p{N}-]{3,30}(?: \d{2,6}(?!\p{L})){0,4}|[a-z]{1,4}\d[\p{L}\p{N}-]{2,30})/gu
const serialShape =
  /(?<![\p{L}\p{N}@.,/-])(?=[a-z0-9-]*\d[a-z0-9-]*\d[a-z0-9-]*\d)(?:[a-z]{0,4}-?\d{6,16}[a-z]{0,3}|\d{2,5}[a-z]{1,3}\d{3,10}[a-z]?|[a-z]{2,3}\d{4,12})(?![\p{L}\p{N}@-]|[.,/]\d)/gu

/** Serial numbers in a text: after the word for it, or by their shape where `bare` allows it. */
export function findSerials(text: Text, bare: boolean): readonly FoundText[] {
  const cued = matches(text.low, serialCue).map(({ end, groups }) =>
    found(text, end - groups[1]!.length, end),
  )
  if (!bare) return cued
  const shaped = matches(text.low, serialShape)
    .filter(({ start, end }) => !cued.some((other) => start < other.end && other.start < end))
    .filter(({ groups }) => !/^(19|20)\d{6}$|^\d{1,4}d$/.test(groups[0]!))
    .map(({ start, end }) => found(text, start, end))
  return [...cued, ...shaped].sort((one, other) => one.start - other.start)
}

/** E-mail addresses in a text, without the punctuation around them. */
export const findEmails = (text: Text): readonly FoundText[] =>
  matches(
    text.low,
    /[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,6}\p{L}{2,24}/gu,
  ).map(({ start, end }) => {
    const lead = /^[.+%-]+/.exec(text.low.slice(start, end))?.[0].length ?? 0
    return found(text, start + lead, end)
  })

const dealerCues: readonly RegExp[] = [
  /(?<!\p{L})(?:gekocht|aangeschaft|gehaald|besteld|gekregen|afkomstig|kocht (?:hem|het|'m|ze|die)|meegenomen|op de kop getikt|ooit|online|nieuw|tweedehands)(?: \p{L}+){0,2}? (?:bij|via|van|door|op)(?: de)? /gu,
  /(?<!\p{L})(?:bought|purchased|got|ordered|picked(?: it| this| them)? up|acquired|sold)(?: (?:it|this|them|that|mine|my \p{L}+|one|the \p{L}+|new|used|second-hand|online|both))*(?: \p{L}+)? (?:at|from|through|via|by|off) /gu,
  /(?<!\p{L})(?:de |the |my |mijn )?(?:dealer|winkel|verkoper|shop|store|retailer|seller|handelaar|fotozaak|leverancier|reseller)(?:naam)?(?:(?: (?:(?:is|was)(?!n't)(?: called| genaamd)?|heet|heette|moet zijn|should be|called|were|would be|moest zijn|waar ik .{0,12} kocht was))(?: (?:het|the|de))?|\s?[:=]|, dat (?:is|was)|(?= (?:kamera|camera|foto|media ?markt|coolblue|bol\.com|cameranu|konijnenberg|amazon|wex|calumet|fnac)))\s*:? ?/gu,
  /(?<!\p{L})(?:bij|van) (?=(?:kamera|camera|foto|media ?markt|coolblue|bol\.com|cameranu|konijnenberg|amazon|grobet|art ?& ?craft|fnac|krefel|vanden ?borre|ringfoto|calumet|wex|park cameras|jessops|currys|saturn|alternate|digixo|photo|de wit|servix|pixel|oypo)[^,.]*)/gu,
  /(?<!\p{L})(?:at|from|by) (?=(?:kamera|camera|foto|media ?markt|coolblue|cameranu|konijnenberg|amazon|fnac|calumet|wex|park cameras|jessops|currys|saturn|john lewis|b&h|adorama|clifton|wilkinson|photo)[^,.]*)/gu,
]
const knownDealers =
  /(?<![\p{L}@.])(?:kamera ?express|cameranu|camera ?nu|foto ?konijnenberg|konijnenberg|mediamarkt|media ?markt|coolblue|bol\.com|amazon|calumet|wex|park cameras|jessops|currys|john lewis|london camera exchange|clifton cameras|fixation|fnac|vanden borre|krefel|grobet|art ?& ?craft|ringfoto|saturn|conrad|b&h|adorama|foto \p{L}+|fotohandel \p{L}+|camera \p{L}+ (?=in)|photo \p{L}+|cameraland|cameratools|profoto|servix|rob ?tv|transcontinenta)(?!\p{L})/gu
const plainly =
  /(?:(?:^|[\s,;/])(?:at|bij|via)(?: de)?|[\n;/,]\s*(?:from|van)(?: de)?|(?:bought|purchased|gekocht|kocht)(?!\p{L})[^.!?]{1,60}? (?:from|van)(?: de)?) (?=\p{L}{2})(?!(?:all|the|least|most|last|first|once|home|work|my|our|a|an|that|this|deze|dit|dat|die|elkaar|benadering|mij|me|ons|hem|haar|jou|jullie|het|een|mijn|geen|welke|wat|what|which|internet|canon pro|aankoop|registratie|points|punten|dealer|purchase|email|mail|moment|any|some|it|migre\p{L}*|de|no|nothing|niets|toeval|gebrek)(?!\p{L}))/gu
const dealerMustBe =
  /(?<!\p{L})(?:dealer|winkel|shop|store|verkoper|retailer)(?:naam)? (?:moet|moest|should|must) (?=.{2,40}? (?:zijn|worden|wezen)(?!\p{L}))/gu
const dealerEnd =
  /[,;\n?!()]|\.(?!\p{L}|\p{N})| (?:in (?!foto)|op \d|op (?=\p{L}+dag|een)|on (?=\d|the|\p{L}+day)|voor |for |en |and (?!sons|co)|maar|but|dus|so |omdat|met |with |geloof|denk|dacht|volgens|i think|i believe|i guess|maybe|misschien|vorig|vorige|last |gekocht|bought|aangeschaft|back |ergens|somewhere|terug|ago|geleden|serienummer|serial|s\/n|sn |datum|around |about |rond |ongeveer|of zo|or so|te (?=\p{L})|toen|when |while|hoor|aub|please|graag|die |that |which |-|wel |niet|not |not,|was het|is het|was it|zijn(?!\p{L})|worden(?!\p{L})|wezen(?!\p{L})|nr |nummer )|(?: (?:in|on|op|uit))? (?=(?:\d{1,2}[-/. ]\d|\d{1,2} \p{L}{3,9}|(?:19|20)\d{2}))/u
const notDealers =
  /^(?:isn't|wasn't|right|correct|juist|incorrect|false|blank|mist|missing|are|is|was |opgegeven|ontbreken|vergeten|de |het |een |the |a |an |jullie|mij|ons|u|you|me|it|dat|that|which|welke?|niet|not|onbekend|unknown|missing|ontbreekt|klopt|wrong|verkeerd|winkel|shop|store|dealer|internet|tweedehands|geen|mijn|my|m'n|hem|canon pro|cps|ik|i |we |onbekende?|leeg|empty|nog|weet|vergeten|forgot|where|waar|iemand|someone|een vriend|a friend|kwijt|ontbrekend|gone|there|daar|hier|here|aankoop|datum|date|land|country|naam|name|and|en|of|or|fout|anders|other|invullen|opgeven|staat|stond|must|moet|kan|can|ook|also|to )(?![\p{L}])/u

/** A dealer without a name: 'a dealer', 'een lokale fotozaak'. */
const someDealer =
  /^(?:an?|een|'n|the|de|some|any|ne|nen)\s+(?:\p{L}+\s+)?(?:\p{L}*(?:dealer|winkel|shop|store|zaak|retailer|reseller|verkoper|seller|handelaar))\W*$/u

/** Cuts a dealer's name out of what follows its cue. */
function dealerFrom(text: Text, start: number): FoundText | undefined {
  const rest = text.low.slice(start)
  const stop = dealerEnd.exec(rest)
  const given = found(text, start, start + Math.min(stop?.index ?? rest.length, 60))
  const value = given.value.replace(/[.\s]+$/, '')
  if (
    value.length < 2 ||
    notDealers.test(value.toLowerCase()) ||
    someDealer.test(value.toLowerCase()) ||
    words(value).length > 6 ||
    !/\p{L}/u.test(value)
  )
    return undefined
  return { start, end: start + value.length, value }
}

/** Dealers named after a word that announces them. */
export function findDealers(text: Text, likely = false): readonly FoundText[] {
  const taken: FoundText[] = []
  for (const cue of [...dealerCues, dealerMustBe])
    for (const { end } of matches(text.low, cue)) {
      const dealer = dealerFrom(text, end)
      if (dealer && !taken.some((other) => dealer.start < other.end && other.start < dealer.end))
        taken.push(dealer)
    }
  if (likely && taken.length === 0)
    for (const { end } of matches(text.low, plainly)) {
      const dealer = dealerFrom(text, end)
      if (dealer && words(dealer.value).length <= 4 && !/\d/.test(dealer.value)) taken.push(dealer)
    }
  if (likely && taken.length === 0)
    for (const { start } of matches(text.low, knownDealers)) {
      const dealer = dealerFrom(text, start)
      if (dealer) taken.push(dealer)
    }
  return taken.sort((one, other) => one.start - other.start)
}

const polite =
  /(?:[\s,]+(?:graag|aub|a\.u\.b\.?|alstublieft|alsjeblieft|svp|hoor|he|please|thanks|thank you|bedankt|dank je|dankje|dankjewel|dank u|denk ik|dacht ik|geloof ik|volgens mij|i think|i believe|i guess|of zo|ofzo|or something|or so|iets in die richting|zoiets|toch|meen ik|if i remember (?:correctly|right|well)|iirc|als ik het goed heb|naar ik meen|cheers|gok ik|schat ik|maybe|misschien|probably|waarschijnlijk))+$/u
const leads: Readonly<Record<'productName' | 'serialNumber' | 'dealer', RegExp>> = {
  productName:
    /^(?:(?:nou|nee|ja|ok|oke|eh+|um+|uh+|well|so|yes|dat is|dit is|het is|'t is|tis|'t gaat om|het gaat (?:hier )?om|het betreft|gaat om|gaat over|it is|it's|its|that's|that is|this is|that would be|it would be|ik heb|i have|i've got|i own|we hebben|we have|i got|product:?|naam:?|model:?|name:?|the product is|het product is|mijn product is|my product is|mijn (?:toestel|camera|lens|objectief|body) is|my (?:camera|lens|body) is|de camera is|the camera is|the lens is|de lens is|ik denk|volgens mij(?: is het)?|i think(?: it's| it is)?|i believe(?: it's)?|ik geloof|denk dat het|ik denk dat het|it was|het was|dat was|probably|maybe|misschien|waarschijnlijk|moet|zet maar|doe maar|schrijf maar|put down|maybe|called|heet|heet de|die heet|iets als|something like|register|registreer|add|voeg toe|zijn er|het gaat hier over|wordt|wordt het|'t is ne|is)\b[\s,:]*)+/u,
  serialNumber:
    /^(?:(?:nou|ja|ok|oke|eh+|uh+|well|yes|het|dat|dit|de|it|that|this|the|is|was|it's|its|that's|'t|tis|serienummer|serienr|serial(?: number| no)?|nummer|number|s\/n|sn|er staat|there's|it says|staat|reads|says|volgens mij|ik denk|i think|denk|luidt|:|on the bottom|onderop|onderaan|hier komt ie|here it is|here you go|komt ie|alsjeblieft|die is|gevonden|found it|mijn|my|i believe|ik geloof|ik lees|i read|bij deze|op de bodem staat|looks like|lijkt op|something like|iets als|ongeveer|maybe|misschien)(?![\p{L}\p{N}'])[\s,:!.]*)+/u,
  dealer:
    /^(?:(?:nou|nee|ja|ok|oke|eh+|uh+|um+|well|yes|dat was|dat is|het was|it was|that was|it's|was|gewoon|just|gekocht|aangeschaft|gehaald|besteld|bought|purchased|got|it|i|ik|heb|hem|het|die|ze|'m|them|bij|via|van|at|from|through|by|denk ik|ik denk|i think|volgens mij|i believe|ik geloof|probably|waarschijnlijk|misschien|maybe|the dealer (?:is|was)|de dealer (?:is|was)|dealer:?|de winkel (?:is|was|heet|heette)|winkel:?|shop:?|the shop (?:is|was)|verkoper:?|was bij|online|kocht|have|had|op|moet|zal|geweest|zijn|must have been|should be|bij de|from the|toen|ooit|ergens|een|die van|those guys at|at the|that place|called|heet|heette|de)(?![\p{L}\p{N}])[\s,:]*)+/u,
}

/**
 * The whole message as the answer to a question for a text: without what leads up to it and without politeness. `undefined`
 * where nothing that could be one is left.
 */
export function wholeAnswer(
  text: Text,
  slot: 'productName' | 'serialNumber' | 'dealer',
): FoundText | undefined {
  let start = leads[slot].exec(text.low)?.[0].length ?? 0
  if (slot === 'productName')
    start +=
      /^(?:(?:een|mijn|m'n|de|ne|nen|'n|onze|a|an|my|the|our)\s+)+/u.exec(text.low.slice(start))?.[0]
        .length ?? 0
  let end = text.low.length
  end =
    start +
    text.low
      .slice(start, end)
      .replace(/[\s.!,;?]+$/, '')
      .replace(polite, '')
      .replace(/[\s.!,;]+$/, '').length
  if (slot === 'dealer') {
    const stop = dealerEnd.exec(text.low.slice(start, end))
    if (stop && stop.index > 1) end = start + stop.index
  }
  const given = found(text, start, end)
  const value = given.value.replace(/^["']+|["']+$/g, '')
  if (value.length < 2 || value.length > 80 || !/[\p{L}\p{N}]/u.test(value)) return undefined
  if (slot === 'serialNumber') {
    const number = /[\p{L}\p{N}][\p{L}\p{N} ./-]*[\p{L}\p{N}]/u.exec(value)?.[0] ?? ''
    const digitsIn = number.replace(/\D/g, '').length
    if (
      digitsIn < 3 ||
      words(number).length > 5 ||
      words(number).some(({ word }) => /^\p{L}{5,}$/u.test(word))
    )
      return undefined
    return { start, end, value: number }
  }
  if (
    slot === 'dealer' &&
    /(?<!\p{L})(?:geen|niet|no|not|none|nergens|nowhere|iemand|someone|somebody|prive|private)(?!\p{L})/u.test(
      value.toLowerCase(),
    )
  )
    return undefined
  return words(value).length > (slot === 'dealer' ? 6 : 9) ? undefined : { start, end, value }
}
