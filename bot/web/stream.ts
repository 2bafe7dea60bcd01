/** One socket on a conversation's stream. */

/** Milliseconds: how often a sign of life is given, and how long opening may take. */
const times = { keepAlive: 20_000, opening: 8_000 } as const

/** A socket that is open or opening. */
export interface Stream {
  /** Whether it ever opened; known once it is closed. */
  readonly closed: Promise<boolean>
  close(): void
}

/** Opens a socket; `heard` gets each frame, the empty ones that only say 'still there' too. */
export function openStream(url: string, opened: () => void, heard: (frame: string) => void): Stream {
  let socket: WebSocket
  try {
    socket = new WebSocket(url)
  } catch {
    return { closed: Promise.resolve(false), close: () => {} }
  }
  const closed = new Promise<boolean>((done) => {
    let been = false
    const opening = setTimeout(() => socket.close(), times.opening)
    const beat = setInterval(() => been && socket.send(''), times.keepAlive)
    socket.onopen = () => {
      been = true
      clearTimeout(opening)
      opened()
    }
    socket.onmessage = ({ data }) => typeof data === 'string' && heard(data)
    socket.onclose = () => {
      clearTimeout(opening)
      clearInterval(beat)
      done(been)
    }
  })
  return { closed, close: () => socket.close() }
}
