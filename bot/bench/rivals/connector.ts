/** The program of a channel's connector that takes every activity, forgets it and costs nearly nothing. */
import { createServer } from 'node:http'
import { listen } from './listen.ts'

let taken = 0
const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => {
    const body = JSON.stringify({ id: String(++taken) })
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
    response.end(body)
  })
})
server.keepAliveTimeout = 60_000
listen(server)
