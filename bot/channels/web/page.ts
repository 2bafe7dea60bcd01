/** The members' page, as it was built. */
import { existsSync } from 'node:fs'
import { sep } from 'node:path'
import fixed from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config.ts'
import { makePageHeaders } from './headers.ts'

const yearInSeconds = 365 * 24 * 60 * 60

const launcher = /[/\\]widget\.js(\.(gz|br))?$/

/** Serves the page from the folder it was built into; where there is none, only the protocol is served. */
export async function mountPage(app: FastifyInstance, folder: string, config: Config): Promise<void> {
  if (!existsSync(folder)) return
  const pageHeaders = makePageHeaders(config)
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      reply.headers(pageHeaders(request))
    })
    await scope.register(fixed, {
      root: folder,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (response, path) => {
        // Assets carry a hash of their content in their name; the page that names them is asked for each time.
        if (path.includes(`${sep}assets${sep}`))
          response.setHeader('cache-control', `public, max-age=${yearInSeconds}, immutable`)
        // Every page of a site names the launcher: it comes at once, and a newer one is fetched meanwhile.
        else if (launcher.test(path))
          response.setHeader('cache-control', 'public, max-age=300, stale-while-revalidate=86400')
        else response.setHeader('cache-control', 'no-cache')
      },
    })
  })
}
