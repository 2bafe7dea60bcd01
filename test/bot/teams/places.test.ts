/** Where things are said in Teams: to the bot alone, in a group, in a channel; and what is for somebody else, or for nobody. */
import { beforeEach, describe, expect, test } from 'vitest'
import { teamsConversationId } from '../../../bot/channels/teams/conversations.ts'
import type { HeardMessage, SupportDesk, TeamsPort } from '../../../bot/channels/teams/port.ts'
import type { Server } from '../../../bot/server.ts'
import {
  type Conversation,
  type Store,
  StoreUnavailable,
  type TeamsPlace,
} from '../../../bot/stores/store.ts'
import { runningServer } from '../running-server.ts'
import { openMemoryStore, SharedMemory } from '../stores/memory-store.ts'
import {
  activity,
  botId,
  type Connector,
  connectorStub,
  mention,
  message,
  post,
  type Someone,
} from './teams-side.ts'

let server: Server
let connector: Connector

const started = async (parts: Parameters<typeof runningServer>[0] = {}) => {
  server = await runningServer({ environment: { TEAMS_LOCAL: 'true' }, ...parts })
}
beforeEach(async () => {
  connector = await connectorStub()
  await started()
})

const taken = async (body: object) => {
  const response = await post(server.url, body)
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('')
}
const texts = (conversation?: string) => connector.messages(conversation).map(({ text }) => text)
const turns = async () => {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  return Number(/^cps_turns_total\{end="served"\} (\d+)$/m.exec(text)?.[1])
}

const group: Someone = { conversation: '19:group@thread.v2', kind: 'groupChat' }
const thread: Someone = { conversation: '19:support@thread.tacv2;messageid=17', kind: 'channel' }

describe('what is said', () => {
  test('in a personal chat is answered, in the order in which it is said', async () => {
    for (let n = 1; n <= 5; n++) await taken(message(connector.url, `hallo ${n}`))
    await connector.took(5)
    expect(texts()).toEqual([1, 2, 3, 4, 5].map((n) => `${n}: hallo ${n}`))
  })

  test.each([
    ['a group', group],
    ['a channel', thread],
  ])('in %s is answered where the bot is mentioned, without the mention', async (_, place) => {
    await taken(message(connector.url, 'niet voor jou', place))
    await taken(mention(connector.url, 'hallo daar', place))
    await connector.took(1)
    expect(texts(place.conversation)).toEqual(['1: hallo daar'])
    expect(await turns()).toBe(1)
  })

  test('with nothing but the bot’s name is answered each time: first with the welcome', async () => {
    await taken(mention(connector.url, '', group))
    await connector.took(1)
    await taken(mention(connector.url, '', group))
    await connector.took(2)
    expect(texts()).toEqual(['welcome undefined', '1: '])
  })

  test('by several people in one group is a conversation of each', async () => {
    for (const id of ['29:alex', '29:megan', '29:alex'])
      await taken(mention(connector.url, id, { ...group, id }))
    await connector.took(3)
    expect(texts()).toEqual(['1: 29:alex', '1: 29:megan', '2: 29:alex'])
  })

  test('by somebody new many times at once makes one conversation, and nothing is lost', async () => {
    const all = Array.from({ length: 20 }, (_, n) => `hallo ${n}`)
    await Promise.all(all.map((text) => taken(message(connector.url, text))))
    await connector.took(20)
    const counted = texts().map((text) => Number(text?.split(':')[0]))
    expect(counted).toEqual(all.map((_, n) => n + 1))
    expect(
      texts()
        .map((text) => text?.split(': ')[1])
        .sort(),
    ).toEqual([...all].sort())
  })

  test('slowly is shown to be worked on', async () => {
    await taken(message(connector.url, 'slow'))
    await connector.took(1)
    expect(connector.came.map(({ body }) => body.type)).toEqual(['typing', 'message'])
  })

  test('with markup and other people’s names is what was meant', async () => {
    const said = mention(connector.url, '<at>Megan</at> zegt: 2 &lt; 3 &amp; klaar', group)
    await taken(said)
    await connector.took(1)
    expect(texts()).toEqual(['1: Megan zegt: 2 &lt; 3 &amp; klaar'])
  })

  test('after a region was moved is answered there', async () => {
    const other = await connectorStub()
    await taken(message(connector.url, 'hier'))
    await connector.took(1)
    await taken(message(other.url, 'daar'))
    expect((await other.took(1)).map(({ text }) => text)).toEqual(['2: daar'])
    expect(texts()).toEqual(['1: hier'])
  })
})

test('what is in the log and only programs read is not sent; who of support says something is named', async () => {
  await taken(message(connector.url, 'hallo'))
  await connector.took(1)
  const place = { tenantId: 'a-tenant', conversationId: 'a:personal', user: { id: '29:alex' } } as TeamsPlace
  const id = teamsConversationId(place)
  // The reply is marked as sent a moment after it was.
  const isMarked = (one: Conversation | undefined) => one?.teams?.delivered === one?.last
  await expect.poll(async () => isMarked(await server.store.load(id, Date.now()))).toBe(true)
  const conversation = (await server.store.load(id, Date.now()))!
  const { last } = conversation
  const bot = { id: 'cps-assistant', role: 'bot' }
  const said = [
    { type: 'event', name: 'handoff.status', from: bot },
    { type: 'message', text: 'ik kijk even', from: { ...bot, name: 'Megan *' } },
    { type: 'event', name: 'handoff.status', from: bot },
  ]
  const append = said.map((one, n) => ({ number: last + 1 + n, json: JSON.stringify(one) }))
  const after = { ...conversation, last: last + said.length }
  const change = { conversation: after, append, erase: false, now: Date.now() }
  expect(await server.store.save(change)).toBe('saved')
  await connector.took(2)
  await taken(message(connector.url, 'dank'))
  await connector.took(3)
  expect(texts()).toEqual(['1: hallo', '**Megan \\***: ik kijk even', '2: dank'])
  expect(connector.came.every(({ body }) => body.type === 'message')).toBe(true)
})

test('while the store does not answer nothing is acknowledged, and nothing is lost once it does', async () => {
  const store = openMemoryStore(new SharedMemory())
  let away = true
  const failing: Store = {
    ...store,
    save: async (change) => {
      if (away) throw new StoreUnavailable('redis://user:secret@10.0.0.1 is away')
      return store.save(change)
    },
  }
  await started({ store: failing })
  const said = message(connector.url, 'hallo')
  const refused = await post(server.url, said)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
  expect(await refused.text()).not.toContain('secret')
  away = false
  await taken(said)
  await connector.took(1)
  expect(texts()).toEqual(['1: hallo'])
})

test('an assistant that fails apologises, in Teams too', async () => {
  await taken(message(connector.url, 'fail'))
  await taken(message(connector.url, 'hallo'))
  await connector.took(2)
  expect(texts()).toEqual(['sorry undefined', '1: hallo'])
})

describe('what is no message', () => {
  test.for([
    { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], replyToId: '1' },
    { type: 'messageUpdate', text: 'anders', channelData: { eventType: 'editMessage' } },
    { type: 'messageDelete', channelData: { eventType: 'softDeleteMessage' } },
    { type: 'conversationUpdate', channelData: { eventType: 'channelRenamed' } },
    { type: 'conversationUpdate', membersRemoved: [{ id: botId }] },
    { type: 'installationUpdate', action: 'remove' },
    { type: 'typing' },
    { type: 'event', name: 'whatever' },
    { type: 'somethingNew', deliveryMode: 'expectReplies' },
  ])('changes nothing and is acknowledged: %o', async (more) => {
    await taken(activity(connector.url, more))
    await taken(message(connector.url, 'hallo'))
    await connector.took(1)
    expect(texts()).toEqual(['1: hallo'])
  })

  test('a message that asks for its replies in the answer gets them in Teams', async () => {
    await taken({ ...message(connector.url, 'hallo'), deliveryMode: 'expectReplies' })
    await connector.took(1)
  })

  test('an unknown invoke is answered as such', async () => {
    const response = await post(
      server.url,
      activity(connector.url, { type: 'invoke', name: 'task/fetch', value: {} }),
    )
    expect(response.status).toBe(501)
  })
})

describe('the people who support members', () => {
  const heard: HeardMessage[] = []
  const desk = (port: TeamsPort): SupportDesk => ({
    heard: async (said) => {
      heard.push(said)
      return said.rootId === '42'
    },
    commanded: async ({ text, channel, from }) => {
      if (text !== 'support') return undefined
      const isMember = await port.isMember(channel, from)
      return { type: 'message', text: isMember ? `ready in ${channel.conversationId}` : 'no' }
    },
    acted: async ({ verb, data, from }) => {
      if (verb === 'claim') return { kind: 'card', card: { type: 'AdaptiveCard', body: [from.name, data] } }
      if (verb === 'late') return { kind: 'message', text: 'Megan has it' }
      return verb === 'forbidden' ? { kind: 'refused', text: 'not for you' } : undefined
    },
    typed: async (_, { id }) => void typed.push(id),
  })
  const typed: string[] = []

  beforeEach(() => {
    heard.length = 0
    typed.length = 0
    return started({ supportDesk: desk })
  })

  const inCase: Someone = { conversation: '19:support@thread.tacv2;messageid=42', kind: 'channel' }

  test('hear a case’s thread, mention or not, and nobody else answers it', async () => {
    await taken(message(connector.url, 'ik kijk', inCase))
    await taken(mention(connector.url, 'ik kijk nog', inCase))
    await taken({ ...message(connector.url, '', inCase), attachments: [{ contentType: 'image/png' }] })
    expect(heard.map(({ text, hasAttachments, from }) => [text, hasAttachments, from.oid])).toEqual([
      ['ik kijk', false, 'oid-of-29:alex'],
      ['ik kijk nog', false, 'oid-of-29:alex'],
      ['', true, 'oid-of-29:alex'],
    ])
    expect(await turns()).toBe(0)
    await taken(activity(connector.url, { type: 'typing' }, inCase))
    expect(typed).toEqual(['29:alex'])
  })

  test('are commanded with a mention; what is no command is the assistant’s', async () => {
    await taken(message(connector.url, 'support', thread))
    await taken(mention(connector.url, 'support', thread))
    await taken(mention(connector.url, 'wat is cps', thread))
    await connector.took(2)
    expect(texts(thread.conversation).sort()).toEqual(['1: wat is cps', 'ready in 19:support@thread.tacv2'])
    expect(
      connector.came.filter(({ method }) => method === 'GET').map(({ path }) => decodeURIComponent(path)),
    ).toEqual(['/v3/conversations/19:support@thread.tacv2/members/29:alex'])
  })

  const invoke = async (verb: string) => {
    const value = { action: { type: 'Action.Execute', verb, data: { case: 'c1' } } }
    const response = await post(
      server.url,
      activity(
        connector.url,
        { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: '42' },
        inCase,
      ),
    )
    expect(response.status).toBe(200)
    return response.json()
  }

  test('act on cards, and the answer is the response’s own', async () => {
    expect(await invoke('claim')).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: { type: 'AdaptiveCard', body: ['Alex Wilber', { case: 'c1' }] },
    })
    expect(await invoke('late')).toMatchObject({ statusCode: 200, value: 'Megan has it' })
    expect(await invoke('forbidden')).toMatchObject({ statusCode: 403, value: { message: 'not for you' } })
    expect(await invoke('nonsense')).toMatchObject({ statusCode: 400 })
  })

  test('act on cards in a client that only submits: the card is replaced, or the answer said', async () => {
    const submit = (verb: string) =>
      taken({ ...message(connector.url, '', inCase), replyToId: '42', value: { cpsCase: 'c1', verb } })
    await submit('claim')
    await submit('forbidden')
    await connector.took(1)
    expect(texts(inCase.conversation)).toEqual(['not for you'])
    expect(
      connector.came.filter(({ method }) => method === 'PUT').map(({ path }) => decodeURIComponent(path)),
    ).toEqual(['/v3/conversations/19:support@thread.tacv2;messageid=42/activities/42'])
    expect(heard).toEqual([])
  })

  test('search, and what is found can be put into a message', async () => {
    await started({
      teamsSearch: {
        search: async ({ text, skip, count }) => [
          { title: text, text: `${skip} ${count}`, card: { type: 'AdaptiveCard' } },
        ],
      },
    })
    const value = {
      commandId: 'search',
      parameters: [{ name: 'words', value: 'vinkje' }],
      queryOptions: { skip: 0, count: 10 },
    }
    const query = (given: unknown) =>
      post(
        server.url,
        activity(connector.url, { type: 'invoke', name: 'composeExtension/query', value: given }),
      )
    expect(await (await query(value)).json()).toEqual({
      composeExtension: {
        type: 'result',
        attachmentLayout: 'list',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: { type: 'AdaptiveCard' },
            preview: {
              contentType: 'application/vnd.microsoft.card.thumbnail',
              content: { title: 'vinkje', text: '0 10' },
            },
          },
        ],
      },
    })
    expect((await query('nonsense')).status).toBe(501)
  })
})
