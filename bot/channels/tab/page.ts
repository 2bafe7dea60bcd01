/** The tab's page, as it was built, under `/tab/`. */
import { existsSync } from 'node:fs'
import { sep } from 'node:path'
import fixed from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { tabHeaders } from './headers.ts'

const yearInSeconds = 365 * 24 * 60 * 60

/** Serves the page from the folder it was built into, where there is one. */
export async function mountTabPage(
  app: FastifyInstance,
  folder: string,
  localHost: string | undefined,
): Promise<void> {
  if (!existsSync(folder)) return
  const headers = tabHeaders(localHost)
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (_, reply) => {
      // It says less than `frame-ancestors`, and would keep Teams out.
      reply.removeHeader('x-frame-options').headers(headers)
    })
    scope.get('/tab', (_, reply) => reply.redirect('tab/', 301))
    await scope.register(fixed, {
      root: folder,
      prefix: '/tab/',
      decorateReply: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (response, path) => {
        const lasting = path.includes(`${sep}assets${sep}`)
        response.setHeader(
          'cache-control',
          lasting ? `public, max-age=${yearInSeconds}, immutable` : 'no-cache',
        )
      },
    })
  })
}
