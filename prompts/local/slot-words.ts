/** What each yes/no question is about, in words: an answer that names it says something of its own and is not a bare yes or no. */
import type { ContractSlot } from '../../domain/values.ts'

const subjects: Partial<Readonly<Record<ContractSlot, RegExp>>> = {
  hasBusinessAccount: /(?<!\p{L})(?:zakelijk\p{L}*|business|bedrijfs?account|account\p{L}*|acount|accout|acocunt)(?!\p{L})/u,
  accountEmailReceived: /(?<!\p{L})(?:e-?mail\p{L}*|mail\p{L}*|bericht\p{L}*|message|donotreply\S*|inbox|spam|postvak)(?!\p{L})/u,
  signedIn: /(?<!\p{L})(?:inlog\p{L}*|ingelog\p{L}*|inlogd|log(?:ged|ging)?[ -]?(?:in|on)|sign(?:ed|ing)?[ -]?(?:in|on)|login|aangemeld|in mijn account|in my account)(?!\p{L})/u,
  hadCpsAccount: /(?<!\p{L})(?:cps|account\p{L}*|lid|member\p{L}*|lidmaatschap\p{L}*)(?!\p{L})/u,
  oldEmailGiven: /(?<!\p{L})(?:e-?mail\p{L}*|mail\p{L}*|adres\p{L}*|address\p{L}*)(?!\p{L})/u,
  migrateButtonVisible: /(?<!\p{L})(?:knop\p{L}*|button\p{L}*|blauw\p{L}*|blue|buton|konp|migreren)(?!\p{L})/u,
  greenTickVisible: /(?<!\p{L})(?:vink\p{L}*|tick\p{L}*|check\p{L}*|groen\p{L}*|green|vnikje|vinjke)(?!\p{L})/u,
}

/** Whether a lower-cased answer to a yes/no question names what the question is about. */
export const namesSubject = (low: string, slot: string): boolean => subjects[slot as ContractSlot]?.test(low) ?? false
