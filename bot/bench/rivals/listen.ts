/** How the small servers of the benchmark listen. */
import type { Server } from 'node:http'

/** Listens on a free port of loopback, says the address on stdout, and ends at once when told to. */
export function listen(server: Server): void {
  process.on('SIGTERM', () => process.exit(0))
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    process.stdout.write(`at http://127.0.0.1:${port}\n`)
  })
}
