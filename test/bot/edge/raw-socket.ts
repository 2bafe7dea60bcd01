/** Clients that speak bytes: what no HTTP library would send. */
import { connect, type Socket } from 'node:net'

/** What came back on a socket: everything until it was closed, and after how many milliseconds that was. */
export interface RawAnswer {
  readonly text: string
  readonly after: number
}

/** Opens a socket to a server and sends these bytes; what comes then, and when the other end closes, is in `ended`. */
export function openRaw(
  url: string,
  bytes: string | Buffer = '',
): { readonly socket: Socket; readonly ended: Promise<RawAnswer> } {
  const { hostname, port } = new URL(url)
  const started = Date.now()
  let text = ''
  const socket = connect(Number(port), hostname, () => bytes.length > 0 && socket.write(bytes))
  socket.setEncoding('latin1')
  socket.on('data', (data: string) => {
    text += data
  })
  // A connection that is reset has ended as well.
  socket.on('error', () => {})
  const ended = new Promise<RawAnswer>((resolve) =>
    socket.once('close', () => resolve({ text, after: Date.now() - started })),
  )
  return { socket, ended }
}

/** Sends bytes and reads until the server closes; after `giveUp` milliseconds this end closes. */
export async function sendRaw(url: string, bytes: string | Buffer, giveUp = 5000): Promise<RawAnswer> {
  const { socket, ended } = openRaw(url, bytes)
  const timer = setTimeout(() => socket.destroy(), giveUp)
  const answer = await ended
  clearTimeout(timer)
  return answer
}

/** The status and the headers (by lower-case name) of a raw answer. */
export function headOf(answer: string): { readonly status: number; readonly headers: Headers } {
  const [first = '', ...lines] = answer.slice(0, answer.indexOf('\r\n\r\n')).split('\r\n')
  const headers = new Headers(lines.map((line) => line.split(/:\s*(.*)/, 2) as [string, string]))
  return { status: Number(first.split(' ')[1]), headers }
}
