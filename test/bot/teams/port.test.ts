/** What the rest of the bot does in Teams: in the Agents Playground, and against a connector that fails. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openConnector } from '../../../bot/channels/teams/connector.ts'
import type { TeamsChannel, TeamsPort } from '../../../bot/channels/teams/port.ts'
import { teamsPort } from '../../../bot/channels/teams/posting.ts'
import { Playground, person } from './playground.ts'
import { json, stubServer } from './stub-server.ts'
import { type Connector, connectorStub } from './teams-side.ts'

const connector = openConnector({ token: async () => '', allowed: () => true })
const port: TeamsPort = teamsPort(connector)
let playground: Playground
let channel: TeamsChannel

beforeAll(async () => {
  // The bot only posts here: whatever the playground sends is taken.
  const { url } = await stubServer((_, __, response) => json(response, 200, {}))
  playground = await Playground.start(url)
  channel = {
    serviceUrl: playground.serviceUrl,
    conversationId: playground.places.channel,
    botId: playground.bot.id,
  }
}, 60_000)
afterAll(async () => {
  await playground?.stop()
  await connector.close()
})

const card = (text: string) => ({
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text }] },
    },
  ],
})

describe('in the playground', () => {
  test('a thread is started, posted into, and its card replaced in place', async () => {
    const thread = await port.startThread(channel, card('one'))
    expect(thread.conversationId).toBe(`${playground.places.channel};messageid=${thread.activityId}`)
    const inThread = { ...channel, conversationId: thread.conversationId }
    const posted = await port.post(inThread, { text: 'to the thread' })
    expect(posted.activityId).not.toBe('')
    await port.update(inThread, thread.activityId, card('two'))
    const shown = await playground.says(thread.conversationId, 1)
    expect(shown.map(({ text }) => text)).toContain('to the thread')
    expect(playground.seen.map(({ action }) => action)).toEqual([
      'createMessage',
      'createMessage',
      'updateMessage',
    ])
  })

  test('who is in the team is a member, and nobody else is', async () => {
    expect(await port.isMember(channel, { id: person.id, name: person.name })).toBe(true)
    expect(await port.isMember(channel, { id: 'somebody-else', name: '' })).toBe(false)
  })
})

describe('against a connector', () => {
  const at = ({ url }: Connector): TeamsChannel => ({ ...channel, serviceUrl: url, tenantId: 'a-tenant' })

  test('what is busy is tried again, once, after as long as it wants', async () => {
    const stub = await connectorStub()
    for (const status of [412, 429, 502, 504]) {
      let count = 0
      stub.does((_, response) => {
        if (count++ > 0) return false
        json(response, status, {}, { 'retry-after': '0' })
        return true
      })
      await port.update(at(stub), 'm', { text: String(status) })
      expect(count).toBe(2)
    }
    stub.does((_, response) => {
      json(response, 429, {}, { 'retry-after': '30' })
      return true
    })
    await expect(port.post(at(stub), { text: 'x' })).rejects.toMatchObject({
      kind: 'unavailable',
      retryAfter: 30_000,
    })
  })

  test('what may have been done is not done again', async () => {
    const stub = await connectorStub()
    stub.does((_, response) => {
      response.socket!.resetAndDestroy()
      return true
    })
    await expect(port.startThread(at(stub), card('one'))).rejects.toMatchObject({ kind: 'lost' })
    expect(stub.came).toHaveLength(1)
    expect(stub.came[0]?.body).toMatchObject({
      isGroup: true,
      tenantId: 'a-tenant',
      channelData: { channel: { id: channel.conversationId } },
    })
  })

  test('who is a member is asked once, and not taken for known where nobody answers', async () => {
    const stub = await connectorStub()
    let status = 500
    stub.does((_, response) => {
      json(response, status, { id: '29:a' })
      return true
    })
    const user = { id: '29:a', name: 'A' }
    await expect(port.isMember(at(stub), user)).rejects.toMatchObject({ kind: 'refused', status: 500 })
    status = 200
    for (let time = 0; time < 3; time++) expect(await port.isMember(at(stub), user)).toBe(true)
    expect(stub.came).toHaveLength(2)
    status = 404
    expect(await port.isMember(at(stub), { id: '29:b', name: 'B' })).toBe(false)
  })
})
