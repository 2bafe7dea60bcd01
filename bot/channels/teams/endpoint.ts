/**
 * `POST /api/messages`: who sends is checked first, by the token alone and before the body is read; then what is sent, and
 * whether the two belong together. Only then the SDK gets to see it. Every refusal has a small fixed body.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isLoopback } from '../../config.ts'
import { StoreUnavailable } from '../../stores/store.ts'
import { takeJsonOnly } from '../json-body.ts'
import type { Addresses } from '../web/addresses.ts'
import { bearer, parse } from '../web/call-checks.ts'
import { answerError, ProtocolError, refusals } from '../web/protocol-error.ts'
import { type TeamsActivity, teamsActivityShape, tenantsOf } from './activity.ts'
import type { Identities, Identity } from './identity.ts'
import type { InvokeAnswer, Sdk } from './sdk.ts'
import { plainServiceUrl } from './service-urls.ts'

/** What the endpoint works with. */
export interface EndpointParts {
  /** Checks who sends; `undefined` where a client on this machine needs no token. */
  readonly identities: Identities | undefined
  /** The one tenant that is served; `undefined` with a client on this machine. */
  readonly tenantId: string | undefined
  /** Whether a service URL is one of those that activities may come from and go to. */
  readonly mayServe: (serviceUrl: string) => boolean
  readonly addresses: Addresses
  readonly sdk: () => Promise<Sdk>
  readonly hear: (activity: TeamsActivity, base: string) => Promise<InvokeAnswer | undefined>
}

/** Where the endpoint is mounted. */
export const messagesRoute = '/api/messages'

/** A formatted message comes twice, as text and as HTML. */
const bodyLimit = 256 * 1024

const notForThisBot = () => new ProtocolError(403, 'Forbidden', 'This is not for this bot.')

/** A client on this machine itself: not another machine's through a proxy, and no page that points a name at this machine. */
const isLocalClient = ({ socket, headers, host }: FastifyRequest) =>
  isLoopback(socket.remoteAddress ?? '') &&
  isLoopback(host.replace(/:\d+$/, '')) &&
  ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'origin'].every((name) => headers[name] === undefined)

/** Whether the activity is one that its sender may send. */
function isItsSenders(activity: TeamsActivity, identity: Identity, tenantId: string | undefined): boolean {
  const { serviceUrl = '', channelId = '' } = activity
  const tenants = [...tenantsOf(activity), ...(identity.tenantId === undefined ? [] : [identity.tenantId])]
  return (
    plainServiceUrl(identity.serviceUrl) === plainServiceUrl(serviceUrl) &&
    (identity.endorsements.length === 0 || identity.endorsements.includes(channelId)) &&
    tenantsOf(activity).length > 0 &&
    tenants.every((tenant) => tenant.toLowerCase() === tenantId?.toLowerCase())
  )
}

/** A fault of ours is not the channel's to know; it sends again what it has no answer to. */
const shownFault = (error: unknown, request: FastifyRequest): unknown => {
  if (error instanceof ProtocolError || error instanceof StoreUnavailable) return error
  request.log.error(
    { fault: (error as Error).name, route: messagesRoute },
    'an activity from Teams could not be served',
  )
  return refusals.store()
}

/** Mounts the endpoint. */
export function mountMessages(app: FastifyInstance, parts: EndpointParts): void {
  const { identities, tenantId, mayServe, addresses, sdk, hear } = parts
  const senders = new WeakMap<FastifyRequest, Identity>()

  async function checkSender(request: FastifyRequest): Promise<void> {
    if (!identities) {
      if (!isLocalClient(request)) throw notForThisBot()
      return
    }
    const identity = await identities.check(bearer(request) ?? '')
    if (!identity) throw refusals.noToken()
    senders.set(request, identity)
  }

  /** The activity, if it is one for this bot from who may send it. */
  function checkedActivity(request: FastifyRequest): TeamsActivity {
    const activity = parse(teamsActivityShape, request.body)
    const identity = senders.get(request)
    const isForUs =
      activity.channelId === 'msteams' &&
      activity.serviceUrl !== undefined &&
      mayServe(activity.serviceUrl) &&
      (identity ? isItsSenders(activity, identity, tenantId) : !identities)
    if (!isForUs) throw notForThisBot()
    return activity
  }

  app.register(async (scope) => {
    scope.setErrorHandler(answerError)
    takeJsonOnly(app, scope)
    scope.post(messagesRoute, { bodyLimit, onRequest: checkSender }, async (request, reply) => {
      const activity = checkedActivity(request)
      try {
        const { run } = await sdk()
        const claims = senders.get(request)?.claims ?? {}
        // Only what was checked: nothing else of it is the SDK's to act on.
        const { channelData: _, ...seen } = activity
        const answer = await run(seen as object, claims, () => hear(activity, addresses.base(request)))
        return reply
          .code(answer?.status ?? 200)
          .header('cache-control', 'no-store')
          .send(answer?.body)
      } catch (error) {
        throw shownFault(error, request)
      }
    })
  })
}
