/** The program of a server that holds WebSockets and does nothing with them. */
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { listen } from './listen.ts'

const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 32 * 1024 })
sockets.on('connection', (socket) => socket.on('error', () => socket.terminate()))
listen(server)
