/** What the app package is made for: which registration, which address, and who offers it. From the environment, checked. */
import { z } from 'zod'

const https = (text: string) => URL.canParse(text) && new URL(text).protocol === 'https:'

const address = z
  .string()
  .trim()
  .max(2000)
  .refine(https, 'give an address that begins with https://, for Teams opens no other')

const environmentSchema = z.object({
  MICROSOFT_APP_ID: z
    .string({ error: 'give the id of the bot’s registration (a GUID, as Azure shows it)' })
    .trim()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, {
      error: 'give a GUID, as Azure shows it',
      abort: true,
    })
    .refine((id) => /[1-9a-f]/i.test(id), 'give the id of your own registration')
    .transform((id) => id.toLowerCase()),
  PUBLIC_URL: z
    .string({
      error: 'give the address at which Teams finds the assistant, for example https://chat.example.org',
    })
    .pipe(address)
    .transform((text) => text.replace(/\/+$/, ''))
    .refine((text) => !https(text) || !/[?#*@]/.test(text), 'give the address alone: no ?, #, * or @'),
  PUBLISHER_NAME: z.string().trim().max(32, 'give at most 32 characters').optional(),
  PRIVACY_URL: address.optional(),
  TERMS_URL: address.optional(),
})

const version = z
  .string()
  .regex(/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/, 'Teams takes three numbers only, for example 1.2.3')

/** What an app package is made of, beside its drawings and texts. */
export interface PackageSettings {
  /** The bot's registration: the app's id too. */
  readonly appId: string
  /** Without a closing slash. */
  readonly publicUrl: string
  /** Three numbers; Teams takes a package as an update only where it rises. */
  readonly version: string
  /** Who offers the app, as people read it in Teams. */
  readonly publisher: string
  readonly privacyUrl: string
  readonly termsUrl: string
}

/** The settings, or what is wrong with them, one sentence each. */
export type ReadSettings =
  | { readonly kind: 'settings'; readonly settings: PackageSettings; readonly hints: readonly string[] }
  | { readonly kind: 'faults'; readonly faults: readonly string[] }

/** Reads the environment and the program's version; an empty value counts as not set. `hints` name what was filled in. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  programVersion: unknown,
): ReadSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const parsed = environmentSchema.safeParse(given)
  const parsedVersion = version.safeParse(programVersion)
  const faults = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}.`),
    ...(parsedVersion.error?.issues ?? []).map(({ message }) => `version in package.json: ${message}.`),
  ]
  if (!parsed.success || !parsedVersion.success) return { kind: 'faults', faults }
  const { MICROSOFT_APP_ID, PUBLIC_URL, PUBLISHER_NAME, PRIVACY_URL, TERMS_URL } = parsed.data
  const unset = [PRIVACY_URL ? [] : ['PRIVACY_URL'], TERMS_URL ? [] : ['TERMS_URL']].flat()
  return {
    kind: 'settings',
    settings: {
      appId: MICROSOFT_APP_ID,
      publicUrl: PUBLIC_URL,
      version: parsedVersion.data,
      publisher: PUBLISHER_NAME ?? 'CPS Assistant',
      privacyUrl: PRIVACY_URL ?? `${PUBLIC_URL}/`,
      termsUrl: TERMS_URL ?? `${PUBLIC_URL}/`,
    },
    hints: unset.map((name) => `${name} is not set: Teams links to ${PUBLIC_URL}/ instead.`),
  }
}
