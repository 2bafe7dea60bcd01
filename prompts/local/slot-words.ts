/** What each yes/no question is about, in words: an answer that names it says something of its own and is not a bare yes or no. */
import type { ContractSlot } from '../../domain/values.ts'

const subjects: Partial<Readonly<Record<ContractSlot, RegExp>>> = {
  hasBusinessAccount:
    /(?<!\p{L})(?:zakelijk\p{L}*|business|bedrijfs?account|account\p{L}*|acount|accout|acocunt)(?!\p{L})/u,
  accountEmailReceived:
    /(?<!\p{L})(?:e-?mail\p{L}*|mail\p{L}*|bericht\p{L}*|message|donotreply\S*|inbox|spam|postvak)(?!\p{L})/u,
  signedIn:
    /(?<!\p{L})(?:inlog\p{L}*|ingelog\p{L}*|inlogd|log(?:ged|ging)?[ -]?(?:in|on)|sign(?:ed|ing)?[ -]?(?:in|on)|login|aangemeld|in mijn account|in my account)(?!\p{L})/u,
  hadCpsAccount: /(?<!\p{L})(?:cps|account\p{L}*|lid|member\p{L}*|lidmaatschap\p{L}*)(?!\p{L})/u,
  oldEmailGiven: /(?<!\p{L})(?:e-?mail\p{L}*|mail\p{L}*|adres\p{L}*|address\p{L}*)(?!\p{L})/u,
  migrateButtonVisible:
    /(?<!\p{L})(?:knop\p{L}*|button\p{L}*|blauw\p{L}*|blue|buton|konp|migreren)(?!\p{L})/u,
  greenTickVisible:
    /(?<!\p{L})(?:vink\p{L}*|tick\p{L}*|check\p{L}*|groen\p{L}*|green|vnikje|vinjke)(?!\p{L})/u,
}

/** The yes/no slots that text can state. */
export const yesNoSubjects = Object.keys(subjects) as readonly ContractSlot[]

/** Whether a lower-cased answer to a yes/no question names what the question is about. */
export const namesSubject = (low: string, slot: string): boolean =>
  subjects[slot as ContractSlot]?.test(low) ?? false

const unasked: Partial<Readonly<Record<ContractSlot, RegExp>>> = {
  hasBusinessAccount: /(?<!\p{L})(?:ac+o\p{L}*|bedrijfs?account)(?!\p{L})/u,
  hadCpsAccount: /(?<!\p{L})(?:cps|lid|member\p{L}*|lidmaatschap\p{L}*)(?!\p{L})/u,
}

/** Whether it is named plainly enough to count when nobody asked. */
export const namesUnasked = (low: string, slot: string): boolean =>
  namesSubject(low, slot) && (unasked[slot as ContractSlot]?.test(low) ?? true)

const wrongWords: readonly (readonly [ContractSlot, RegExp])[] = [
  ['serialNumber', /(?<!\p{L})(?:serie\p{L}*|serial(?: number| no)?|s\/n)(?!\p{L})/u],
  [
    'invoiceDate',
    /(?<!\p{L})(?:factuurdatum|invoice date|datum van de factuur|date (?:of|on) the invoice)(?!\p{L})/u,
  ],
  [
    'purchaseDate',
    /(?<!\p{L})(?:aankoopdatum|purchase date|date of purchase|koopdatum|datum|date)(?!\p{L})/u,
  ],
  ['purchaseCountry', /(?<!\p{L})(?:land|country|aankoopland)(?!\p{L})/u],
  ['dealer', /(?<!\p{L})(?:dealer\p{L}*|winkel|shop|store|verkoper|retailer)(?!\p{L})/u],
  [
    'paymentMethod',
    /(?<!\p{L})(?:betaal(?:methode|wijze|manier)|(?:payment|pay(?:ing)?) (?:method|option)|manier van betalen|way of paying)(?!\p{L})/u,
  ],
  ['points', /(?<!\p{L})(?:punten\p{L}*|points?|puntenaantal)(?!\p{L})/u],
  ['tier', /(?<!\p{L})(?:niveau|level|tier|lidmaatschapsniveau|categorie)(?!\p{L})/u],
  ['rating', /(?<!\p{L})(?:beoordeling|rating|sterren|stars|score)(?!\p{L})/u],
  ['email', /(?<!\p{L})(?:e-?mail\p{L}*|mail(?:adres)?)(?!\p{L})/u],
  [
    'productName',
    /(?<!\p{L})(?:product(?:naam| name)?|toestel|camera|model|lens|objectief|naam van het product)(?!\p{L})/u,
  ],
]
const saysWrong =
  /(?<!\p{L})(?:verkeerde?|klopt(?:e)? (?:toch |eigenlijk |helemaal )?nie?t?|kloppen (?:toch )?niet|klopt niet|foute?|wrong|incorrect|onjuiste?|niet juist|niet correct|isn't (?:right|correct)|not (?:right|correct)|aren't right|wasn't right|is (?:wrong|off)|mistake|typo|typfout|tikfout\p{L}*|typefout|moet(?:en)? (?:nog )?anders|vergist|niet goed|mistyped|verkeerd ingevuld|een vergissing|messed up|got .{0,20} wrong)(?!\p{L})/u
const elsewhere =
  /(?<!\p{L})(?:wachtwoord|password|inlog\p{L}*|log ?in|sign|site|website|account|pagina|page|formulier|form|werkt|lukt|geen punten|no points|melding|error)(?!\p{L})/u

/** Whether a lower-cased text says a slot by its name ('betaalmethode is …', 'the serial number reads …'). */
export const namesSlot = (low: string, slot: string): boolean =>
  (wrongWords.find(([named]) => named === slot)?.[1].test(low) ?? false) &&
  /(?: is | was |:|=| reads | luidt | op | heet | van | says )/.test(low)

/** Which slot a lower-cased text names first in our order; `undefined` where it names none. */
export const saidSlot = (low: string): ContractSlot | undefined =>
  wrongWords.find(([, pattern]) => pattern.test(low))?.[0]

/** Which earlier answer a lower-cased text says was wrong, without giving another; `undefined` where it says no such thing. */
export function saidWrong(low: string): ContractSlot | undefined {
  if (!saysWrong.test(low) || elsewhere.test(low) || low.length > 90 || /\?\s*$/.test(low)) return undefined
  return wrongWords.find(([, pattern]) => pattern.test(low))?.[0]
}
