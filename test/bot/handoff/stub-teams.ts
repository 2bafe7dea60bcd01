/** Teams as a case sees it: channels with threads, people in teams, and a connector that fails as a test wants. */
import type { Activity } from 'botbuilder-core'
import { ConnectorFault, type ConnectorFaultKind } from '../../../bot/channels/teams/connector-fault.ts'
import type { TeamsChannel, TeamsPort, TeamsUser } from '../../../bot/channels/teams/port.ts'

/** What stands in Teams. */
export interface Posted {
  readonly id: string
  readonly conversationId: string
  activity: Partial<Activity>
  /** How often it was replaced. */
  updates: number
}

/** How the connector answers one call: a fault before anything is done, or after it was done. */
export type StubFault = {
  readonly kind: ConnectorFaultKind
  readonly status?: number
  readonly done?: boolean
  readonly on?: 'startThread' | 'post' | 'update'
}

export const tenantId = '11111111-1111-4111-8111-111111111111'

/** A channel of a team. */
export const channel = (name = 'support'): TeamsChannel => ({
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  conversationId: `19:${name}@thread.tacv2`,
  tenantId,
  teamId: `team of ${name}`,
  botId: '28:bot',
})

const person = (name: string): TeamsUser => ({ id: `29:${name}`, name, oid: `oid ${name}`, tenantId })

/** People of the team. */
export const sanne = person('Sanne de Vries')
export const pim = person('Jansen, Pim')
/** Of the tenant, and not of the team; and of another tenant. */
export const outsider = person('Otto')
export const foreigner: TeamsUser = { ...person('Fay'), tenantId: '22222222-2222-4222-8222-222222222222' }

/** Teams as a stub. */
export class StubTeams implements TeamsPort {
  readonly posted: Posted[] = []
  /** What the next calls fail with, one each. */
  faults: StubFault[] = []
  /** Whether nobody can be told who is in a team. */
  isRosterAway = false
  /** Milliseconds after which what was done is answered for: others see it before that. */
  answersAfter = 0
  /** How many calls are done and never answered. */
  unanswered = 0
  /** Whether nothing can be reached at all. */
  down = false
  readonly members = new Set([sanne.oid, pim.oid])
  private last = 0

  private async call<T>(on: NonNullable<StubFault['on']>, work: () => T): Promise<T> {
    await new Promise((done) => setImmediate(done))
    if (this.down) throw new ConnectorFault('unavailable', 503)
    const at = this.faults.findIndex((fault) => fault.on === undefined || fault.on === on)
    const [fault] = at < 0 ? [] : this.faults.splice(at, 1)
    const result = !fault || fault.done ? work() : undefined
    if (this.unanswered > 0) {
      this.unanswered--
      return new Promise<never>(() => {})
    }
    if (this.answersAfter > 0) await new Promise((done) => setTimeout(done, this.answersAfter))
    if (fault) throw new ConnectorFault(fault.kind, fault.status)
    return result as T
  }

  private add(conversationId: string, activity: Partial<Activity>, id = `a${++this.last}`): string {
    this.posted.push({ id, conversationId, activity, updates: 0 })
    return id
  }

  startThread(to: TeamsChannel, activity: Partial<Activity>) {
    return this.call('startThread', () => {
      const id = `${++this.last}`
      const conversationId = `${to.conversationId};messageid=${id}`
      return { conversationId, activityId: this.add(conversationId, activity, id) }
    })
  }

  post(to: TeamsChannel, activity: Partial<Activity>) {
    return this.call('post', () => ({ activityId: this.add(to.conversationId, activity) }))
  }

  update(_: TeamsChannel, activityId: string, activity: Partial<Activity>) {
    return this.call('update', () => {
      const found = this.posted.find(({ id }) => id === activityId)
      if (!found) throw new ConnectorFault('refused', 404)
      found.activity = activity
      found.updates++
    })
  }

  async isMember(_: TeamsChannel, user: TeamsUser): Promise<boolean> {
    if (this.isRosterAway) throw new ConnectorFault('unavailable', 429)
    return this.members.has(user.oid)
  }

  /** The cards that stand there, the oldest first. */
  get cards(): readonly Posted[] {
    return this.posted.filter(({ activity }) => (activity.attachments?.length ?? 0) > 0)
  }

  /** All texts in threads, cards aside. */
  get texts(): readonly string[] {
    return this.posted.flatMap(({ activity }) =>
      activity.type === 'message' && activity.text && !activity.attachments?.length ? [activity.text] : [],
    )
  }

  /** All that a card says, as one text. */
  textOf({ activity }: Posted): string {
    return JSON.stringify(activity)
  }

  /** Where in Teams a card's thread is. */
  threadOf({ conversationId }: Posted): TeamsChannel {
    return { ...channel(), conversationId }
  }
}
