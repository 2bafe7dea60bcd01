/** Posting, updating and asking in Teams, over the connector's own interface. */
import type { Activity } from 'botbuilder-core'
import { z } from 'zod'
import { threadOf } from './activity.ts'
import { type Connector, ConnectorFault } from './connector.ts'
import type { TeamsChannel, TeamsPort } from './port.ts'

/** Who is a member changes seldom; who was none may just have been added. Milliseconds. */
const remembered = { member: 60_000, other: 5_000 }
const rememberedAtMost = 5_000

const startedShape = z.object({ id: z.string().min(1), activityId: z.string().optional() })
const anyShape = z.unknown()
const memberShape = z.looseObject({ id: z.string().optional() })

const part = encodeURIComponent

const fromBot = ({ botId }: TeamsChannel, conversationId: string, activity: Partial<Activity>) => ({
  type: 'message',
  ...activity,
  from: { id: botId } as Activity['from'],
  conversation: { id: conversationId } as Activity['conversation'],
})

/** Makes the port over a connector. */
export function teamsPort(connector: Connector): TeamsPort {
  const members = new Map<string, { readonly until: number; readonly isMember: boolean }>()

  async function askMember({ serviceUrl, conversationId }: TeamsChannel, id: string): Promise<boolean> {
    const path = `/v3/conversations/${part(threadOf(conversationId).channel)}/members/${part(id)}`
    try {
      await connector.call(serviceUrl, { method: 'GET', path }, memberShape)
      return true
    } catch (error) {
      const isNone = error instanceof ConnectorFault && (error.status === 404 || error.status === 403)
      if (isNone) return false
      throw error
    }
  }

  return {
    async startThread(channel, activity) {
      const { serviceUrl, conversationId, tenantId, botId } = channel
      const id = threadOf(conversationId).channel
      const body = {
        isGroup: true,
        bot: { id: botId },
        channelData: { channel: { id }, ...(tenantId ? { tenant: { id: tenantId } } : {}) },
        ...(tenantId ? { tenantId } : {}),
        activity: fromBot(channel, id, activity),
      }
      const call = { method: 'POST', path: '/v3/conversations', body } as const
      const started = await connector.call(serviceUrl, call, startedShape)
      const activityId = started.activityId ?? threadOf(started.id).root ?? ''
      const isThread = threadOf(started.id).root !== undefined
      return { conversationId: isThread ? started.id : `${id};messageid=${activityId}`, activityId }
    },
    async post(channel, activity) {
      const { serviceUrl, conversationId } = channel
      const { id } = await connector.send(
        serviceUrl,
        conversationId,
        fromBot(channel, conversationId, activity),
      )
      return { activityId: id }
    },
    async update(channel, activityId, activity) {
      const { serviceUrl, conversationId } = channel
      const path = `/v3/conversations/${part(conversationId)}/activities/${part(activityId)}`
      const body = { ...fromBot(channel, conversationId, activity), id: activityId }
      await connector.call(serviceUrl, { method: 'PUT', path, body }, anyShape)
    },
    async isMember(channel, { id }) {
      const key = JSON.stringify([channel.serviceUrl, threadOf(channel.conversationId).channel, id])
      const known = members.get(key)
      if (known && known.until > performance.now()) return known.isMember
      const isMember = await askMember(channel, id)
      members.delete(key)
      if (members.size >= rememberedAtMost) members.delete(members.keys().next().value!)
      const lasts = isMember ? remembered.member : remembered.other
      members.set(key, { until: performance.now() + lasts, isMember })
      return isMember
    },
  }
}
