/** What a message asserts: yes/no facts that are stated, and values that are said of the member's own case. */
import { findUnsure } from './answers.ts'
import { whatItTakes } from './intents.ts'
import { asksYesNo, bands, endsAsking, type Message, type ReadClause } from './message.ts'
import { denies, isPrivateAccount } from './polarity.ts'
import { namesSlot, namesSubject, namesUnasked, yesNoSubjects } from './slot-words.ts'
import { words } from './text.ts'
import type { Value } from './values.ts'

const asking =
  /\?|^(?:\S+ )?(?:hoe|wat|waar|wanneer|waarom|wie|kan ik|mag ik|how|what|where|when|why|who|can|may|could)(?!\p{L})/u
const former = /(?<!\p{L})(?:niet meer|geen .{1,20} meer|no longer|vroeger|used to|previous(?:ly)?)(?!\p{L})/u

/** Words by which something is or is not there, as against what it does or lacks. */
const absence =
  /(?<!\p{L})(?:is|zijn|staa?t?|zie|zien|vind|vinden|see|find|there|shows?|visible|zichtbaar|weg|gone|verdwenen|disappeared|ontbreekt|missing|kwam|komt|came|come|got|received|gekregen|ontvangen|heb|have|lukt|werkt?|works?|worked|gaat|kan|can|can't)(?!\p{L})/u
const presence =
  /(?<!\p{L})(?:zie (?:de|het|een|wel|nu|hem)|i see|can see|do see|staat (?:er|wel|nu)|er staat|there is|there's)(?!\p{L})/u

const waitsForMail =
  /(?<!\p{L})(?:wacht(?:en|ende)?(?: ik)?(?: (?:nu|nog|al|steeds|nog steeds|\p{L}+))? op|waiting (?:\p{L}+ )?for)(?: (?:de|een|die|mijn|the|an?|that|my|your|jullie))?(?: (?:\p{L}+[ -])?(?:e-?mail|mail\p{L}*)|\p{L}*mail\p{L}*)(?!\p{L})/u
const nothingCame =
  /^\W*(?:ik |i |i've |heb |have |ik heb |i have |we |er is |there's )?(?:nog |steeds |tot nu toe |still |haven't )*(?:niks|niets|nothing|geen (?:e-?mail|mail|bericht)|(?:received |got |gotten )(?:nothing|anything))(?: (?:gekregen|ontvangen|binnen|gezien|binnengekregen|received|came|arrived|gotten|in))?(?: (?:yet|so far|vooralsnog))?(?<=gekregen|ontvangen|binnen|received|anything|arrived|came|yet|nothing)\W*$/u
/** Signed up, which is not signed in. */
const signedUp =
  /(?<!\p{L})(?:(?:heb|had) (?:ik )?(?:me|mij|mezelf|ons) (?:\p{L}+ )?(?:aangemeld|ingeschreven|geregistreerd)|signed up|registered)(?!\p{L})/u

/** Whether what a clause says of a yes/no slot is so: by its own denial, or by the one that follows ('…, maar die is er niet'). */
function holds(slot: string, reads: readonly ReadClause[], at: number): boolean {
  const { clause, margins } = reads[at]!
  if (slot === 'hadCpsAccount' && former.test(clause.low)) return true
  const next = reads[at + 1]?.clause.low
  const carried =
    next !== undefined &&
    /^(?:maar|but|though|alleen|however|die|hij|it)(?!\p{L})/u.test(next) &&
    !/(?<!\p{L})(?:wel|do|definitely)(?!\p{L})/u.test(clause.low) &&
    absence.test(next) &&
    !yesNoSubjects.some((name) => namesSubject(next, name)) &&
    denies(next)
  if (denies(clause.low) || carried) return false
  if (presence.test(clause.low)) return true
  return margins.of(`${slot}=false`) - margins.of(`${slot}=true`) < 0.6
}

/** The yes/no facts that a message states, by slot. */
export function statedFacts({ reads, pending }: Message): Map<string, boolean> {
  const stated = new Map<string, boolean>()
  const own = reads.filter(({ clause, steers }) => !clause.conditional && !endsAsking(clause) && !steers)
  if (pending?.slot === 'hasBusinessAccount' && own.some(({ clause }) => isPrivateAccount(clause.low)))
    stated.set('hasBusinessAccount', false)
  const waits = own.some(({ clause }) => waitsForMail.test(clause.low))
  if (waits) stated.set('accountEmailReceived', false)
  else if (
    pending !== null &&
    asksYesNo(pending) &&
    !['accountEmailReceived', 'emailFound'].includes(pending.slot) &&
    own.some(({ clause }) => nothingCame.test(clause.low))
  )
    stated.set('accountEmailReceived', false)
  for (const [at, { margins, clause, steers }] of reads.entries()) {
    if (clause.conditional || steers || findUnsure(clause.low)) continue
    const questioned = clause.question && asking.test(clause.low)
    for (const [label, margin] of margins.ranked.slice(0, 8)) {
      const [, slot, value] = /^([a-zA-Z]+)=(true|false)$/.exec(label) ?? []
      if (slot === undefined || stated.has(slot)) continue
      if (slot === 'signedIn' && (waits || signedUp.test(clause.low))) continue
      const asked = pending?.slot === slot
      const enough = (questioned ? 0.1 : bands.stated) - (asked ? 0.15 : 0)
      if (margin > enough && (asked || namesUnasked(clause.low, slot) || (margin > 0.2 && !pending)))
        stated.set(slot, namesSubject(clause.low, slot) ? holds(slot, reads, at) : value === 'true')
    }
  }
  return stated
}

/** The values that count: not those of general questions, nor of what the source has no answer to. */
export function assertedValues(
  { reads, values, pending }: Message,
  intents: ReadonlySet<string>,
): readonly Value[] {
  const starts = [...intents].some((label) => label.startsWith('start:'))
  return values.filter(({ clause, slot }) => {
    const { margins, clause: part, best } = reads[clause]!
    const none = margins.of('unknown')
    const own = margins.of(`value:${slot}`)
    if (slot === 'tier' && intents.has('faq:tier-points') && whatItTakes.test(part.low)) return false
    if (pending?.slot === slot && !endsAsking(part)) return none < 0.6 || words(part.low).length <= 4
    if ((slot === 'tier' || slot === 'productName') && none > 0 && none > own + 0.2) return false
    if (slot === 'productName' && best === 'unknown' && own < none) return false
    const lead = margins.ranked[0]![1]
    const general = best.startsWith('faq:') || best === 'unknown' || best === 'why' || best === 'source'
    if (!general || lead <= (part.question ? -0.5 : 0.05) || lead <= own + (part.question ? 0 : 0.3))
      return true
    if (!part.question && namesSlot(part.low, slot) && none < 0.5) return true
    if (starts && !(reads.length > 1 && best.startsWith('faq:'))) return true
    return slot === 'email' || (!part.question && own > -0.4)
  })
}

/** The talk that a level or a way of paying is wished in: 'doe mij maar goud', 'can I pay by card?'. */
export function wishedTalk(values: readonly Value[], reads: readonly ReadClause[]): string | undefined {
  const chosen =
    values.find(({ slot }) => slot === 'tier') ?? values.find(({ slot }) => slot === 'paymentMethod')
  if (!chosen) return undefined
  const { low, question } = reads[chosen.clause]!.clause
  const wished =
    question ||
    /(?<!\p{L})(?:doe (?:mij|maar|me)|wil|graag|zou|liever|ik ga|ga ik|i'm going|im going|gonna|i'll|i'd like|i want|want|let me|please|give me|geef|in aanmerking|eligible)(?!\p{L})|^(?:betalen|pay|paying|afrekenen) /u.test(
      low,
    )
  return wished ? (chosen.slot === 'tier' ? 'start:tierSelection' : 'start:payment') : undefined
}
