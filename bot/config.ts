/** The environment, parsed once. What is wrong is named, all of it, with what to write instead. */
import { isIP } from 'node:net'
import { z } from 'zod'
import { type ModelSettings, readModelSettings } from './model/settings.ts'

/** How the program is set up. */
export interface Config {
  readonly port: number
  readonly host: string
  /** The folder of everything that is kept on disk. */
  readonly dataDir: string
  /** Origins (`https://example.org`) that may use the bot from pages of their own. */
  readonly allowedOrigins: readonly string[]
  /** The key that signs tokens; `undefined` to make one and keep it in `dataDir`. */
  readonly tokenKey?: Uint8Array | undefined
  readonly policyFile?: string | undefined
  /** Where members reach the bot, without a closing slash, where that is not its own host and port. */
  readonly publicUrl?: string | undefined
  /** Whose `X-Forwarded-*` headers to believe: nobody's, the nearest proxies' (a number), or those of these addresses. */
  readonly trustProxy: boolean | number | string
  /** The language model that reads what the local engine is not sure of; `undefined` for none. */
  readonly model?: ModelSettings | undefined
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
}

/** Whether a host name or address is this machine itself. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(host)

const isOrigin = (text: string) =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text

const isProxyList = (text: string) =>
  text.split(',').every((part) => {
    const [address = '', bits] = part.trim().split('/')
    const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
    return most > 0 && (bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most))
  })

const environmentSchema = z.object({
  PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'give a port number from 0 to 65535')
    .transform(Number)
    .default(3978),
  HOST: z.string().trim().default('127.0.0.1'),
  DATA_DIR: z.string().default('./data'),
  ALLOWED_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((origin) => origin.trim().replace(/\/$/, '')))
    .refine(
      (origins) => origins.every(isOrigin),
      'list origins with commas between, for example https://example.org',
    )
    .default([]),
  TOKEN_KEY: z
    .string()
    .transform((text) => new TextEncoder().encode(text))
    .refine(
      (key) => key.length >= 32,
      'give at least 32 bytes, for example what `openssl rand -base64 48` prints',
    )
    .optional(),
  POLICY_FILE: z.string().optional(),
  PUBLIC_URL: z
    .string()
    .trim()
    .transform((url) => url.replace(/\/+$/, ''))
    .refine(
      (url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && !/[?#]/.test(url),
      'give the address that members see, for example https://chat.example.org',
    )
    .optional(),
  TRUST_PROXY: z
    .string()
    .trim()
    .refine(
      (text) => /^(true|false|\d{1,2})$/.test(text) || isProxyList(text),
      'give true, false, how many proxies stand in front, or their addresses with commas between',
    )
    .transform((text) =>
      /^\d+$/.test(text) ? Number(text) : text === 'true' ? true : text === 'false' ? false : text,
    )
    .default(false),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'give one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
})

/** What is wrong with the set-up, one sentence each, for the person who starts the program. */
export class SetupFault extends Error {
  override readonly name = 'SetupFault'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}

/** Parses the environment; an empty value counts as not set. Throws a `SetupFault` that names all that is wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const parsed = environmentSchema.safeParse(given)
  const model = readModelSettings(given)
  const wrong = parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`) ?? []
  if (!parsed.success || model.faults.length > 0) throw new SetupFault([...wrong, ...model.faults])
  const { data } = parsed
  if (!isLoopback(data.HOST)) {
    const faults: string[] = []
    const beyond = `HOST ${data.HOST} can be reached from other machines`
    if (!data.TOKEN_KEY) faults.push(`TOKEN_KEY: ${beyond}, so set a key of at least 32 bytes of your own.`)
    if (data.ALLOWED_ORIGINS.length === 0 && !data.PUBLIC_URL)
      faults.push(
        `PUBLIC_URL: ${beyond}, so say where members find it, or list the pages that may use it in ALLOWED_ORIGINS.`,
      )
    if (faults.length > 0) throw new SetupFault(faults)
  }
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir: data.DATA_DIR,
    allowedOrigins: data.ALLOWED_ORIGINS,
    tokenKey: data.TOKEN_KEY,
    policyFile: data.POLICY_FILE,
    publicUrl: data.PUBLIC_URL,
    trustProxy: data.TRUST_PROXY,
    model: model.settings,
    logLevel: data.LOG_LEVEL,
  }
}
