/** Product data that a member says is missing from the registration: by name, all of it, or all but what is there. */
import type { ContractSlot } from '../../domain/values.ts'
import { findFields } from './choices.ts'
import { type Span, words } from './text.ts'
import type { Reading } from './values.ts'

const lacking =
  /(?<!\p{L})(?:ontbre\p{L}+|mis|mist|missen|missing|leeg|lege|empty|blank|niet ingevuld|not filled|lacking|lacks|staat niet|staan niet|niet ingegeven|incomplete|onvolledig|isn't there|not there|aren't there|absent|gemist|moet nog|moeten nog|still needs?|vergeten in te vullen|wil(?:t|len)? (?:het|hij|ze)|vraagt om|asks for|rood|red|ingevuld worden|niet bij|vergeten|left out|not in)(?!\p{L})/u
const allFields =
  /^\W*(?:(?:eigenlijk|nou|well|ze|they're|it's|gewoon|basically|alle (?:vier|velden|gegevens)|all (?:four|of (?:it|them|those)|fields)|everything|alles|allemaal|zowat|pretty much|is|ontbreekt|ontbreken|missing|mist|leeg|empty|are|staat|ontbrekend)\W*)+$/u

/** Product data that the member says is missing: one list. */
export function addFields(
  { text: { low }, clauses, pending }: Reading,
  add: (slot: ContractSlot, value: unknown, span: Span) => void,
  clauseAt: (at: number) => number,
) {
  const asked = pending?.slot === 'missingFields'
  if (asked && !/behalve|except|but /.test(low) && allFields.test(low) && /alle|all|every/.test(low))
    return add('missingFields', ['serialNumber', 'purchaseDate', 'purchaseCountry', 'dealer'], {
      start: 0,
      end: low.length,
    })
  const found = findFields(low).filter(({ start, end, value }) => {
    const clause = clauses[clauseAt(start)]
    if (!clause || clause.conditional) return false
    const rest = clause.low.slice(end - clause.start)
    const complete =
      /(?:ingevuld|filled|compleet|complete|aanwezig|staat erin|is goed|klopt|in orde|there|fine)/u.test(low)
    if (
      complete &&
      /(?:behalve|except(?: for)?|but|buiten|op na|alleen|only|just) (?:nog )?(?:het |de |the |my |mijn )?$/u.test(
        clause.low.slice(0, start - clause.start),
      )
    )
      return true
    const kept =
      /^\s*(?:(?:wel|staat er wel|is er wel|heb ik(?: wel)?|is there|is fine|klopt(?: wel)?|is ingevuld|staat er|does show|is ok\p{L}*)(?!\p{L}))(?!.*niet)/u.test(
        rest,
      ) ||
      /(?:niet|not|behalve|except(?: for)?|but|buiten|op na|wel) (?:het |de |the |my |mijn )?$/u.test(
        clause.low.slice(0, start - clause.start),
      )
    if (kept && !(lacking.test(rest) && /wel (?:het |de )?$/.test(clause.low.slice(0, start - clause.start))))
      return false
    if (asked) return value !== 'other' || !/(?:^|\s)(?:geen|no|none)\s/.test(clause.low)
    const index = clauses.indexOf(clause)
    const around = [clause, ...(words(clause.low).length <= 5 ? clauses.slice(index + 1, index + 3) : [])]
    return value !== 'other' && around.some((part) => !part.conditional && lacking.test(part.low))
  })
  const excepted =
    asked &&
    found.length === 0 &&
    /(?:alles|alle|everything|all)(?: \p{L}+)? (?:behalve|except|but|buiten|op)/u.test(low)
      ? findFields(low).map(({ value }) => value)
      : []
  if (excepted.length > 0) {
    const left = (['serialNumber', 'purchaseDate', 'purchaseCountry', 'dealer'] as const).filter(
      (field) => !excepted.includes(field),
    )
    return add('missingFields', left, { start: 0, end: 1 })
  }
  const fields = [...new Set(found.map(({ value }) => value))]
  if (fields.length > 0) add('missingFields', fields, { start: found[0]!.start, end: found[0]!.start + 1 })
}
