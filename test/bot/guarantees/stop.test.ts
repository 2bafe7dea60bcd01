/** A stop comes to its end, whatever clients do meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openConversation, readSince, say } from '../direct-line-client.ts'
import { runningServer, temporaryFolder } from '../running-server.ts'

it('a server that stops ends, also where sockets keep connecting again', async () => {
  const environment = { DATA_DIR: temporaryFolder() }
  const server = await runningServer({ environment })
  const opened = await openConversation(server.url)
  let isOver = false
  const sockets = new Set<WebSocket>()
  const knock = async () => {
    while (!isOver) {
      // As a client whose network is gone: it never says goodbye.
      const socket = new WebSocket(opened.streamUrl)
      sockets.add(socket)
      socket.on('error', () => {})
      await new Promise((resolve) => {
        socket.once('open', resolve)
        socket.once('close', resolve)
      })
      await sleep(5)
    }
  }
  const knocking = Array.from({ length: 8 }, knock)
  await sleep(100)
  // Under way as the stop begins.
  const slow = say(server.url, opened, 'slow', 'c1')
  await sleep(50)
  const stopped = server.stop().then(() => 'stopped')
  expect(await Promise.race([stopped, sleep(12_000, 'still there', { ref: false })])).toBe('stopped')
  expect((await slow).status).toBe(200)
  isOver = true
  await Promise.all(knocking)
  for (const socket of sockets) socket.terminate()
  const again = await runningServer({ environment })
  const { activities } = (await readSince(again.url, opened)).body
  expect(activities.some(({ text }) => text === '1: slow')).toBe(true)
}, 40_000)
