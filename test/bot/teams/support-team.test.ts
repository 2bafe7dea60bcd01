/** With a registration: only people of the tenant and of the team act on cases, and see them in the tab. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../../bot/main.ts'
import type { Server } from '../../../bot/server.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import { openConversation } from '../direct-line-client.ts'
import { until, WebMember } from '../handoff/support-world.ts'
import { type LocalIssuer, localIssuer, registration, seconds } from './local-issuer.ts'
import { buttonsOf } from './playground.ts'
import { json } from './stub-server.ts'
import { activity, type Connector, connectorStub, mention, post, type Someone } from './teams-side.ts'

const { MICROSOFT_APP_ID: appId, MICROSOFT_APP_TENANT_ID: tenant } = registration
const channel = '19:support@thread.tacv2'
const folder = mkdtempSync(join(tmpdir(), 'cps-team-'))
let [server, issuer, connector, member]: [Server?, LocalIssuer?, Connector?, WebMember?] = []

const inTeam: Someone = { id: '29:sanne', conversation: channel, kind: 'channel', tenant }
const outside: Someone = { ...inTeam, id: '29:otto' }
const foreign: Someone = { ...inTeam, tenant: 'another-tenant' }

beforeAll(async () => {
  issuer = await localIssuer()
  connector = await connectorStub()
  connector.does(({ method, path }, response) => {
    const asked = method === 'GET' && /\/members\/(.+)$/.exec(path)?.[1]
    if (!asked) return false
    const isOne = ['29:sanne', 'oid-of-29:sanne'].includes(decodeURIComponent(asked))
    json(response, isOne ? 200 : 404, isOne ? { id: '29:sanne', name: 'Sanne de Vries' } : {})
    return true
  })
  server = await startServer({
    environment: { PORT: '0', DATA_DIR: folder, ...registration, TEAMS_LOCAL_ISSUER: issuer.url },
    log: pino({ level: 'silent' }),
  })
})

afterAll(async () => {
  member?.end()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Somebody does something in Teams, through the connector; the answer. */
async function does(body: unknown): Promise<Response> {
  return post(server!.url, body, await issuer!.token(connector!.url))
}

/** Somebody of the tenant opens the tab. */
async function tab(path: string, oid: string, claims: object = {}): Promise<Response> {
  const iss = `${issuer!.url}/${tenant}/v2.0`
  const user = { iss, aud: appId, iat: seconds(), scp: 'access_as_user', tid: tenant, ver: '2.0', oid }
  const token = await issuer!.token('', { ...user, serviceurl: undefined, name: 'Sanne', ...claims })
  return fetch(`${server!.url}/api/tab/${path}`, { headers: { authorization: `Bearer ${token}` } })
}

const cardOf = () => connector!.came.find(({ body }) => JSON.stringify(body).includes('cpsCase'))?.body

const press = (act: string, someone: Someone) => {
  const { data, verb } = buttonsOf(cardOf()).find((one) => one.data.act === act)!
  const value = { action: { type: 'Action.Execute', verb, data } }
  return does(activity(connector!.url, { type: 'invoke', name: 'adaptiveCard/action', value }, someone))
}

test('a case is handled by the team, and by nobody else of the tenant or from elsewhere', async () => {
  expect((await does(mention(connector!.url, 'support', outside))).status).toBe(200)
  expect((await does(mention(connector!.url, 'support', foreign))).status).toBe(403)
  expect(await server!.store.documents('supportChannel', Date.now())).toEqual([])
  expect((await does(mention(connector!.url, 'support', inTeam))).status).toBe(200)
  const { url } = server!
  member = new WebMember({ server: { url } }, await openConversation(url, { locale: 'nl' }), 'nl')
  await member.says('wachtwoord vergeten')
  await member.asksForPerson()
  // A thread is begun by a conversation whose first message is the card.
  await until(() => connector!.came.some(({ body }) => JSON.stringify(body).includes('cpsCase')), 'the card')
  expect((await press('claim', foreign)).status).toBe(403)
  expect(await (await press('claim', outside)).json()).toMatchObject({ statusCode: 403 })
  expect((await server!.handOff!.cases.open())[0]).toMatchObject({ state: 'unassigned' })
  expect(await (await press('claim', inTeam)).json()).toMatchObject({ statusCode: 200 })
  await member.hears(catalogues.nl.handOff.claimed('Alex'))
})

test('that case stands in the tab, for people of the team alone', async () => {
  const [open] = await server!.handOff!.cases.open()
  const seen = await tab('cases', 'oid-of-29:sanne')
  expect(await seen.json()).toMatchObject({
    cases: [{ id: open!.id, state: 'assigned', assignee: 'Alex Wilber' }],
  })
  const one = (await (await tab(`cases/${open!.id}`, 'oid-of-29:sanne')).json()) as {
    conversation: { said: { text: string }[] }
  }
  expect(one.conversation.said.map(({ text }) => text)).toContain('wachtwoord vergeten')
  expect((await tab('cases', 'oid-of-29:otto')).status).toBe(403)
  expect((await tab(`cases/${open!.id}`, 'oid-of-29:otto')).status).toBe(403)
  expect((await tab('cases', 'oid-of-29:sanne', { tid: 'another-tenant' })).status).toBe(401)
  expect((await fetch(`${server!.url}/api/tab/cases`)).status).toBe(401)
})
