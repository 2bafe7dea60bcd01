/** Somebody else's site with unmodified Web Chat on it, which talks to our server from its own origin. */
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

const bundle = fileURLToPath(
  new URL('../../node_modules/botframework-webchat/dist/webchat-es5.js', import.meta.url),
)

/** What Microsoft's documentation tells a site to write, with a token that the page fetches by itself. */
const page = `<!doctype html>
<html lang="nl">
  <head>
    <meta charset="utf-8" />
    <title>Web Chat</title>
    <link rel="icon" href="data:," />
    <style>html, body, #webchat { height: 100%; margin: 0 }</style>
  </head>
  <body>
    <div id="webchat"></div>
    <script src="/webchat.js"></script>
    <script>
      const { bot, locale } = Object.fromEntries(new URLSearchParams(location.search))
      const body = JSON.stringify({ user: { id: 'dl_anna' }, locale })
      const headers = { 'content-type': 'application/json' }
      fetch(bot + '/v3/directline/tokens/generate', { method: 'POST', headers, body })
        .then((response) => response.json())
        .then(({ token }) => {
          const directLine = WebChat.createDirectLine({ domain: bot + '/v3/directline', token })
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

/** Serves the site from a port of its own. */
export async function openSite(): Promise<Site> {
  const script = await readFile(bundle)
  const server: Server = createServer((request, response) => {
    const isScript = request.url === '/webchat.js'
    response.setHeader('content-type', `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`)
    response.end(isScript ? script : page)
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
