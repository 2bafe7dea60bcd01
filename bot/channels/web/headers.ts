/**
 * The headers that keep members safe, on every answer: written out once for a configuration, for what answers before any
 * plugin has run (a request that is no HTTP, an address that cannot be read) needs them as well.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'

/** Header names and what they say. */
export type Headers = Readonly<Record<string, string>>

const yearInSeconds = 365 * 24 * 60 * 60

/** What no answer needs, but for the page that may listen to who speaks to it; where it is shown in a frame, the frame's page cannot lend it any. */
const unusedFeatures = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
]

const permissionsWithout = (lent: readonly string[]) =>
  unusedFeatures.map((feature) => `${feature}=(${lent.includes(feature) ? 'self' : ''})`).join(', ')

/** The headers of every answer. All but the page is data: nothing may run in it, and nobody may frame it. */
export const securityHeaders = ({ allowedOrigins, publicUrl }: Config): Headers => ({
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // Says less than `frame-ancestors`, and where others may frame the page it would forbid what that allows.
  ...(allowedOrigins.length === 0 && { 'x-frame-options': 'SAMEORIGIN' }),
  'referrer-policy': 'no-referrer',
  'permissions-policy': permissionsWithout([]),
  'cross-origin-opener-policy': 'same-origin',
  // Other origins that may use the bot load its files, too.
  'cross-origin-resource-policy': allowedOrigins.length === 0 ? 'same-origin' : 'cross-origin',
  'origin-agent-cluster': '?1',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-permitted-cross-domain-policies': 'none',
  // The old filter of browsers made holes of its own.
  'x-xss-protection': '0',
  ...(publicUrl?.startsWith('https:') && {
    'strict-transport-security': `max-age=${yearInSeconds}; includeSubDomains`,
  }),
})

/** Puts these headers on every answer that gets as far as a route, or as far as finding that there is none. */
export function mountHeaders(app: FastifyInstance, headers: Headers): void {
  app.addHook('onRequest', (_, reply, done) => {
    reply.headers(headers)
    done()
  })
}

/** The socket's own address, for browsers to whom `'self'` says nothing about sockets. */
const socketsOf = (host: string | undefined) =>
  host && /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : ''

/** What the page's files have in place of the same headers elsewhere. */
export function makePageHeaders({ allowedOrigins }: Config): (request: FastifyRequest) => Headers {
  const [before, after] = [
    [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "manifest-src 'self'",
      "connect-src 'self'",
    ],
    [
      "base-uri 'none'",
      "form-action 'none'",
      "object-src 'none'",
      // Who may use the bot from a page may show it in one.
      `frame-ancestors ${["'self'", ...allowedOrigins].join(' ')}`,
      // Text never becomes markup or a script: the page has no policy that could make it so.
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ],
  ].map((directives) => directives.join('; '))
  const speaks = permissionsWithout(['microphone'])
  return ({ headers }) => ({
    'content-security-policy': `${before}${socketsOf(headers.host)}; ${after}`,
    'permissions-policy': speaks,
  })
}
