/** The environment's variables, one by one: how each is written, what it is read as, and what to write instead. */
import { isIP } from 'node:net'
import { z } from 'zod'

const isOrigin = (text: string) =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text

const isProxyList = (text: string) =>
  text.split(',').every((part) => {
    const [address = '', bits] = part.trim().split('/')
    const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
    return most > 0 && (bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most))
  })

const isWebAddress = (url: string) =>
  URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && !/[?#]/.test(url)

const isRedisAddress = (url: string) =>
  URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol) && new URL(url).hostname !== ''

/** `http` on this machine itself, without a path. */
const isLocalOrigin = (text: string) => isOrigin(text) && isLoopback(new URL(text).hostname)

/** Whether a host name or address is this machine itself. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(host)

const isMailServer = (url: string) =>
  URL.canParse(url) && /^smtps?:$/.test(new URL(url).protocol) && new URL(url).hostname !== ''

const bytes = (text: string) => new TextEncoder().encode(text)

/** How often something may be done; infinity for no limit. */
const limit = z
  .string()
  .trim()
  .regex(/^(off|[1-9]\d{0,8})$/, 'give a whole number from 1, or off')
  .transform((text) => (text === 'off' ? Number.POSITIVE_INFINITY : Number(text)))

const guid = z
  .string()
  .trim()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'give a GUID, as Azure shows it')

/** All variables but the model's own; each by itself, whatever the others say. */
export const environmentSchema = z.object({
  PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'give a port number from 0 to 65535')
    .transform(Number)
    .default(3978),
  HOST: z.string().trim().default('127.0.0.1'),
  DATA_DIR: z.string().default('./data'),
  STORE_SYNC: z.enum(['always', 'interval'], { error: 'give always or interval' }).default('always'),
  REDIS_URL: z
    .string()
    .trim()
    .refine(isRedisAddress, 'give the address of a Redis server, for example redis://127.0.0.1:6379')
    .optional(),
  REDIS_PREFIX: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9:_-]{1,40}$/, 'give 1 to 40 letters, digits, colons, hyphens or underscores')
    .default('cps:'),
  REDIS_CLUSTER: z
    .enum(['true', 'false'], { error: 'give true or false' })
    .default('false')
    .transform((text) => text === 'true'),
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
    .transform((list) => list.split(',').map((text) => bytes(text.trim())))
    .refine(
      (keys) => keys.every((key) => key.length >= 32),
      'give at least 32 bytes, for example what `openssl rand -base64 48` prints; several with commas between, the newest first',
    )
    .default([]),
  POLICY_FILE: z.string().optional(),
  FAQ_DIR: z.string().optional(),
  PUBLIC_URL: z
    .string()
    .trim()
    .transform((url) => url.replace(/\/+$/, ''))
    .refine(isWebAddress, 'give the address that members see, for example https://chat.example.org')
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
  LIMIT_STARTS_PER_MINUTE: limit.optional(),
  LIMIT_POSTS_PER_SECOND: limit.default(10),
  LIMIT_POSTS_BURST: limit.default(600),
  LIMIT_POSTS_PER_DAY: limit.default(1000),
  LIMIT_POSTS_PER_ADDRESS: limit.optional(),
  LIMIT_READS_PER_MINUTE: limit.default(1200),
  LIMIT_READS_PER_ADDRESS: limit.optional(),
  LIMIT_CONVERSATION_KB: limit.default(4096),
  METRICS_TOKEN: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{16,}$/, 'give at least 16 characters of ASCII without spaces')
    .optional(),
  TRACES_URL: z
    .string()
    .trim()
    .refine(
      isWebAddress,
      'give where traces are taken by OTLP over HTTP, for example http://127.0.0.1:4318/v1/traces',
    )
    .optional(),
  REPLIES_DIR: z.string().optional(),
  SMTP_URL: z
    .string()
    .trim()
    .refine(
      isMailServer,
      'give the address of a mail server, for example smtps://user:password@mail.example.org',
    )
    .optional(),
  SMTP_FROM: z
    .string()
    .trim()
    .max(200)
    .regex(
      /^(?:[^<>@\r\n]* <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
      'give an address, for example CPS Assistant <noreply@example.org>',
    )
    .optional(),
  MICROSOFT_APP_ID: guid.optional(),
  MICROSOFT_APP_PASSWORD: z.string().trim().optional(),
  MICROSOFT_APP_TENANT_ID: guid.optional(),
  MICROSOFT_APP_TYPE: z
    .literal('SingleTenant', { error: 'only SingleTenant is served; set exactly that, or leave it out' })
    .optional(),
  TEAMS_LOCAL: z
    .enum(['true', 'false'], { error: 'give true or false' })
    .default('false')
    .transform((text) => text === 'true'),
  TEAMS_LOCAL_ISSUER: z
    .string()
    .trim()
    .transform((url) => url.replace(/\/+$/, ''))
    .refine(isLocalOrigin, 'give the origin of an issuer on this machine, for example http://127.0.0.1:5000')
    .optional(),
  TEAMS_LOCAL_HOST: z
    .string()
    .trim()
    .transform((url) => url.replace(/\/+$/, ''))
    .refine(isLocalOrigin, 'give the origin of a page on this machine, for example http://127.0.0.1:5001')
    .optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'give one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
})
