/** The stock way: `CloudAdapter` takes the activity and posts each reply to the channel's connector. */
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type Storage,
} from 'botbuilder'
import type { FastifyReply } from 'fastify'
import type { HeldTalk } from '../talks.ts'
import type { Rival } from './rival.ts'
import { activityOf, waterfallLogic } from './waterfall.ts'

/** A `CloudAdapter` without an app id: nothing is signed and nothing checked, as with the Bot Framework Emulator. */
export const anonymousAdapter = (): CloudAdapter =>
  new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({}, new ConfigurationServiceClientCredentialFactory({})),
  )

/** What `CloudAdapter` wants of a response, over fastify's. */
const responseOf = (reply: FastifyReply) => ({
  socket: reply.raw.socket,
  status: (code: number) => reply.code(code),
  header: (name: string, value: unknown) => reply.header(name, value),
  send: (body: unknown) => reply.send(body),
  end: () => {
    if (!reply.sent) void reply.send()
  },
})

/** The waterfall behind `CloudAdapter`, with its state in this storage and its replies going to the connector. */
export function cloudRival(storage: Storage, talks: readonly HeldTalk[], connectorUrl: string): Rival {
  const adapter = anonymousAdapter()
  const logic = waterfallLogic(storage, talks)
  return {
    async answer(id, posted, { request, reply }) {
      const body = JSON.parse(JSON.stringify(activityOf(id, posted, connectorUrl))) as Record<string, unknown>
      await adapter.process({ method: 'POST', headers: request.headers, body }, responseOf(reply), logic)
      return undefined
    },
  }
}
