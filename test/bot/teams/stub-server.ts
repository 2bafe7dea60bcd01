/** Small HTTP servers on this machine, stopped after the file's tests. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll } from 'vitest'

const cleanups: (() => Promise<void>)[] = []

afterAll(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** Answers a request whose body has been read. */
export type Answering = (request: IncomingMessage, body: string, response: ServerResponse) => void

/** A server on a port of its own; where it is, and how it is stopped before the test ends. */
export async function stubServer(
  answer: Answering,
  port = 0,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (data) => {
      text += data
    })
    request.on('end', () => answer(request, text, response))
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const address = server.address() as { port: number }
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
    return stopped
  }
  cleanups.push(stop)
  return { url: `http://127.0.0.1:${address.port}`, stop }
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
