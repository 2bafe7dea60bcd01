/** The calls on members' own data: for whoever holds the conversation's token, and nobody else. */
import { describe, expect, it } from 'vitest'
import { pageSettingsOf } from '../../bot/channels/web/page-settings.ts'
import { emptyPolicy, policySchema } from '../../domain/policy.ts'
import { call, openConversation, say } from './direct-line-client.ts'
import { runningServer } from './running-server.ts'

describe('own data', () => {
  it('are given to the conversation’s own token only', async () => {
    const { url } = await runningServer()
    const [own, other] = [await openConversation(url), await openConversation(url)]
    await say(url, own, 'hallo')
    for (const what of ['known', 'everything']) {
      const path = `/conversations/${own.conversationId}/${what}`
      expect((await call(url, path)).status).toBe(401)
      expect((await call(url, path, { token: other.token })).status).toBe(403)
      const answer = await call(url, path, { token: own.token })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(answer.body.facts).toEqual([])
    }
    const { body } = await call<{ transcriptUrl: string }>(
      url,
      `/conversations/${own.conversationId}/known`,
      {
        token: own.token,
      },
    )
    const text = await fetch(body.transcriptUrl)
    expect(await text.text()).toContain('hallo')
    const pdf = await fetch(`${body.transcriptUrl}&as=pdf`)
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect((await fetch(body.transcriptUrl.replace(/t=.{5}/, 't=AAAAA'))).status).toBe(401)
  })
})

describe('the policy for the page', () => {
  it('is served as it is at the moment, and nothing else of the policy', async () => {
    let policy = emptyPolicy
    const { url } = await runningServer({
      pageSettings: () => pageSettingsOf(policy, { modelReads: false }),
    })
    const served = async () => (await fetch(`${url}/page.json`)).json()
    expect(await served()).toEqual({ keepDays: 30, rememberDays: 30, modelReads: false, privacy: {} })
    policy = policySchema.parse({
      keepDays: 5,
      privacy: { contact: 'iemand@example.org' },
      device: { rememberDays: 0 },
      support: { phone: '+31 20 1' },
    })
    expect(await served()).toEqual({
      keepDays: 5,
      rememberDays: 0,
      modelReads: false,
      privacy: { contact: 'iemand@example.org' },
    })
  })

  it('refuses what is no such policy', () => {
    for (const wrong of [
      { privacy: {} },
      { privacy: { url: 'http://a.nl' } },
      { device: { rememberDays: -1 } },
      { device: { days: 1 } },
    ])
      expect(policySchema.safeParse(wrong).success).toBe(false)
  })
})
