/** Somebody else's site with unmodified Web Chat on it, which talks to our server from its own origin. */
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** Web Chat's bundles: all of it, and the one without Markdown and cards. */
export type Bundle = 'webchat-es5' | 'webchat-minimal'

/** What Microsoft's documentation tells a site to write, with a token that the page fetches by itself, or is given. */
const pageWith = (bundle: Bundle) => `<!doctype html>
<html lang="nl">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Web Chat</title>
    <link rel="icon" href="data:," />
    <style>html, body, #webchat { height: 100%; margin: 0 }</style>
  </head>
  <body>
    <div id="webchat"></div>
    <script src="/${bundle}.js"></script>
    <script>
      const { bot, locale, token, conversationId } = Object.fromEntries(new URLSearchParams(location.search))
      const body = JSON.stringify({ user: { id: 'dl_anna' }, locale })
      const headers = { 'content-type': 'application/json' }
      const given = token
        ? Promise.resolve({ token })
        : fetch(bot + '/v3/directline/tokens/generate', { method: 'POST', headers, body }).then((response) => response.json())
      given.then(({ token }) => {
        const again = conversationId ? { conversationId, watermark: '0' } : {}
        const directLine = WebChat.createDirectLine({ domain: bot + '/v3/directline', token, ...again })
        WebChat.renderWebChat({ directLine, locale }, document.getElementById('webchat'))
      })
    </script>
  </body>
</html>
`

/** The site: where it is, and how it is closed. */
export interface Site {
  readonly origin: string
  close(): Promise<void>
}

/** Serves the site from a port of its own, with the packages of the project at `root`, compressed as good sites are; `/webchat-minimal` has the small bundle. */
export async function openSite(root: string): Promise<Site> {
  const folder = join(root, 'node_modules', 'botframework-webchat', 'dist')
  const scripts = new Map<string, Promise<Buffer>>()
  const script = (name: string) => {
    const made =
      scripts.get(name) ??
      readFile(join(folder, name)).then((content) => promisify(gzip)(content, { level: 9 }))
    scripts.set(name, made)
    return made
  }
  const server: Server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const bundle = /^\/(webchat-es5|webchat-minimal)(\.js)?$/.exec(pathname)
    const isScript = bundle?.[2] !== undefined
    response.setHeader('content-type', `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`)
    response.setHeader('content-encoding', 'gzip')
    response.end(
      isScript
        ? await script(`${bundle![1]}.js`)
        : await promisify(gzip)(pageWith((bundle?.[1] ?? 'webchat-es5') as Bundle)),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
