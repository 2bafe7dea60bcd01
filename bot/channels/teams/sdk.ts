/**
 * Microsoft's SDK, for what only it does: a turn of `CloudAdapter` around an activity whose sender was checked already, and the
 * response of an invoke. Nothing is fetched and nothing sent through it. Loaded only where there is Teams: it takes a while.
 */
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type TurnContext,
} from 'botbuilder'
import type { TeamsSettings } from '../../config.ts'

/** An answer to the channel: a status and, for an invoke, a body. */
export interface InvokeAnswer {
  readonly status: number
  readonly body?: unknown
}

/** What was found out about the sender, as claims. */
export type Claims = Readonly<Record<string, unknown>>

/** Runs turns of the SDK. */
export interface Sdk {
  /** Runs the logic for an activity; an answer it gives to an invoke. Rejects with whatever the logic does. */
  run(
    activity: Partial<Activity>,
    claims: Claims,
    logic: () => Promise<InvokeAnswer | undefined>,
  ): Promise<InvokeAnswer | undefined>
}

type SdkIdentity = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>>

/** Authentication as the SDK asks for it, of senders that were checked before. */
class AlreadyChecked extends ConfigurationBotFrameworkAuthentication {
  /** Its own check waits for keys without a time-out, and takes tokens that never expire. */
  override authenticateRequest(): never {
    throw new Error('senders are checked before')
  }

  override authenticateStreamingRequest(): never {
    throw new Error('there are no streams')
  }

  /** There is nothing to sign in to. */
  override async createUserTokenClient(): Promise<never> {
    return undefined as never
  }
}

class TeamsAdapter extends CloudAdapter {
  /** A turn for an activity from this sender. */
  async runTurn(
    identity: SdkIdentity,
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
  ) {
    return this.processActivity(identity, activity as Activity, logic)
  }
}

const identityOf = (claims: Claims, audience: string): SdkIdentity => {
  const list = Object.entries(claims).map(([type, value]) => ({ type, value: String(value) }))
  const claimsIdentity = {
    claims: list,
    isAuthenticated: true,
    authenticationType: undefined,
    getClaimValue: (name: string) => list.find(({ type }) => type === name)?.value ?? null,
  }
  // Messages leave through our own connector, with a deadline and a policy of when to try again.
  const connectorFactory = { create: async () => ({}) }
  return { audience, claimsIdentity, connectorFactory } as unknown as SdkIdentity
}

/** Sets the SDK up for this registration; without one for a client on this machine. */
export function makeSdk(settings: TeamsSettings | undefined): Sdk {
  const adapter = new TeamsAdapter(
    new AlreadyChecked(
      settings
        ? {
            MicrosoftAppId: settings.appId,
            MicrosoftAppPassword: settings.password,
            MicrosoftAppTenantId: settings.tenantId,
            MicrosoftAppType: 'SingleTenant',
          }
        : {},
    ),
  )
  // Whoever asked answers for what goes wrong: it is not the SDK's to print.
  adapter.onTurnError = async (_, error) => {
    throw error
  }
  return {
    async run(activity, claims, logic) {
      const identity = identityOf(claims, settings?.appId ?? '')
      const answer = await adapter.runTurn(identity, activity, async (context) => {
        const value = await logic()
        if (value && activity.type === 'invoke') await context.sendActivity({ type: 'invokeResponse', value })
      })
      return answer
    },
  }
}
