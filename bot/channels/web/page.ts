/** The members' page, as it was built, with the headers that keep it safe. */
import { existsSync } from 'node:fs'
import { sep } from 'node:path'
import helmet from '@fastify/helmet'
import fixed from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config.ts'

const yearInSeconds = 365 * 24 * 60 * 60

/** The socket's own address, for browsers to whom `'self'` says nothing about sockets. */
const socketsOf = (host: string | undefined) =>
  host && /^[\w.:[\]-]+$/.test(host) ? `ws://${host} wss://${host}` : "'self'"

/** Puts security headers on every answer. */
export async function mountHeaders(
  app: FastifyInstance,
  { allowedOrigins, publicUrl }: Config,
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        connectSrc: ["'self'", (request) => socketsOf(request.headers.host)],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        objectSrc: ["'none'"],
        // Who may use the bot from a page may show it in one.
        frameAncestors: ["'self'", ...allowedOrigins],
      },
    },
    // Says less than `frame-ancestors`, and would forbid what that allows.
    frameguard: allowedOrigins.length === 0 ? { action: 'sameorigin' } : false,
    hsts: publicUrl?.startsWith('https:') ? { maxAge: yearInSeconds } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: allowedOrigins.length === 0 ? 'same-origin' : 'cross-origin' },
  })
}

/** Serves the page from the folder it was built into; where there is none, only the protocol is served. */
export async function mountPage(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return
  await app.register(fixed, {
    root: folder,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      // Assets carry a hash of their content in their name; the page that names them is asked for each time.
      const lasting = path.includes(`${sep}assets${sep}`)
      response.setHeader(
        'cache-control',
        lasting ? `public, max-age=${yearInSeconds}, immutable` : 'no-cache',
      )
    },
  })
}
