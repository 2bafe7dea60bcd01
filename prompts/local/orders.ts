/** What is said to the machine and not to the assistant: orders to be something else, values commanded, secrets told, things to erase. */
import type { ContractSlot } from '../../domain/values.ts'
import { findFields } from './choices.ts'
import { findProducts } from './product-data.ts'
import { saidSlot } from './slot-words.ts'
import type { Text } from './text.ts'

const override =
  /(?<!\p{L})(?:(?:ignore|disregard|forget|override|bypass|skip|negeer|vergeet|overschrijf|omzeil)(?: \p{L}+){0,3}? (?:above|previous|prior|earlier|instructions?|rules|prompt|guidelines|hierboven|bovenstaande?|vorige|eerdere?|instructies?|regels|opdracht(?:en)?)|(?:you are|you're|je bent|jij bent|u bent) (?:(?:dan|gpt|chatgpt|free|unrestricted) )?(?:now|nu|vanaf nu|from now on)(?! (?:op|in (?:de|the) |here|hier))|(?:developer|dev|debug|god|admin|dan|jailbreak) ?-?(?:mode|modus)|system ?prompt|systeem ?prompt|jailbreak\p{L}*|(?:act|behave|respond|reply|answer) as (?:a|an|if|though)|doe alsof|gedraag je als|pretend (?:to be|you|that)|roleplay|rollenspel|(?:reveal|print|show|repeat|toon|geef|herhaal) (?:me |mij )?(?:your|je|jouw|the|de) (?:\p{L}+ )?(?:instructions?|prompt|instructies|opdracht)|as an? (?:ai|language model)|als (?:een )?(?:ai|taalmodel))(?!\p{L})/u
const commanded =
  /(?<!\p{L})(?:give|grant|award|geef|schenk|gun|upgrade)(?: me| mij| us| ons)? (?:\p{L}+ ){0,2}?(?:\d[\d.,]*|free|gratis|extra|more|meer|unlimited|onbeperkt\p{L}*|duizend|thousand) (?:\p{L}+ )?(?:points?|punten)|(?:set|put|zet|make|maak|change|verander)(?: \p{L}+){1,4}? (?:\d[\d.,]*)[^.!?]{0,40}?(?:and|en|[.,;]) ?(?:\p{L}+ )?(?:give|grant|geef|make|maak|upgrade)(?: me| mij)?(?!\p{L})/u
const secret =
  /(?<!\p{L})(?:(?:mijn|m'n|my|het|the) )?(?:wachtwoord|paswoord|password|pincode|pin|passcode|ww)(?: is| was|:| =|=) ?(?=\S*[\d!@#$%^&*])\S{4,}/u
const erasing =
  /(?<!\p{L})(?:wis|wissen|verwijder|verwijderen|schrap|delete|remove|erase|scrap|haal (?=.{1,30} (?:weg|eruit|eraf))|gooi (?=.{1,30} weg))(?!\p{L})/u
const everything =
  /(?<!\p{L})(?:alles|everything|gegevens|data|gesprek|conversation|chat|account|all of it|history|geschiedenis|informatie|information|mij|me|allemaal|niet|not|n't|don't)(?!\p{L})/u

/** Whether a lower-cased text gives orders to the machine, commands values or tells a secret: nothing in it is to be served. */
export const isOrder = (low: string): boolean => override.test(low) || commanded.test(low) || secret.test(low)

/**
 * What a text asks to erase where that is not everything: a slot of the conversation, or something that cannot be erased by
 * saying so; `undefined` where nothing is.
 */
export function erased(text: Text): { readonly slot: ContractSlot | undefined } | undefined {
  const { low } = text
  if (low.length > 80 || !erasing.test(low) || everything.test(low) || /\?\s*$/.test(low)) return undefined
  const field = findFields(low).find(({ value }) => value !== 'other')?.value
  const slot = field && field !== 'other' ? field : saidSlot(low)
  if (findProducts(text).length > 0) return { slot: undefined }
  return slot ? { slot } : undefined
}
