/** Whether a clause says that something is so or is not so: what the classifier is told apart by, but weighs too little. */

const negative =
  /(?<!\p{L})(?:niet|geen|gn|gee|nie|nooit|niks|niets|nergens|not|no|never|nothing|nowhere|none|neither|without|zonder|ontbre\p{L}*|missing|mist|weg|verdwenen|kwijt|gone|disappeared|vanished|lost|vergeten|forgot\p{L}*|weggelaten|left .{0,24} out|left out|skipped|ni|gene|geene|nee|neen|nope|\p{L}+n't|cannot|cant|dont|didnt|havent|hasnt|isnt|doesnt|still need to|need to (?:create|make|get)|have yet to|moet(?:en)? .{0,30}(?:nog|maken|aanmaken|aanvragen)|lukt maar|weigert|refuse\p{L}*|fail\p{L}*|mislukt\p{L}*|wacht(?: ik)? (?:nog|al)|waiting|unable|zonder|alleen (?:mijn|een|het)? ?(?:nieuwe?|prive\p{L}*|particulier\p{L}*)|particulier account|only (?:a |my |the |gave my |used my )?(?:new|private|personal)|first time|eerste keer|leeg|nieuwe lid|brand new)(?!\p{L})/u
const unharmed =
  /(?<!\p{L})(?:(?:het is )?niet (?:zo |waar )?dat .{0,40}(?:niet|geen)|it's not (?:that|true that|as if|like) .{0,40}(?:not|n't|no)|no problem|geen probleem|niet alleen|not only|waarom niet|why not|niet meer weet|geen (?:moeite|gedoe)|no longer have|not just|zonder problemen|without (?:problems|trouble|issues)|nee hoor, wel|niets mis|nothing wrong)(?!\p{L})/gu

const lead = /^\W*(?:nee+n?|nope|nah|no(?=,| i | i'| the | it | there | we | my ))\W*/u
const insisted = /(?<!\p{L})(?:wel|toch|still|indeed|certainly)(?!\p{L})/u

/** A private person's account, which is no business account. */
const privateAccount =
  /(?<!\p{L})(?:(?:gewo(?:on|ne)|normale?|standaard|persoonlijke?|particuliere?|prive|regular|normal|ordinary|standard|personal|private|basic|consumer|plain)[ -]?(?:canon[ -]?)?(?:id |consumenten|klanten)?-?(?:ac+o[uc]?nt\p{L}*)|consumenten-?account|prive-?account|consumer account|canon id)(?!\p{L})/u

/** Whether a lower-cased clause says that the account is a private person's. */
export const isPrivateAccount = (low: string): boolean =>
  privateAccount.test(low) &&
  !/(?<!\p{L})(?:zakelijk\p{L}*|business|bedrijfs\p{L}*|niet|geen|not|no)(?!\p{L})/u.test(low)

/** Whether a lower-cased clause denies; a 'nee' in front of it counts unless the rest insists ('nee, ik zie hem wel'). */
export function denies(low: string): boolean {
  const rest = low.replace(unharmed, ' ').replace(lead, '')
  return negative.test(rest) || (lead.test(low) && !insisted.test(rest))
}
