/** Who is of support: those whom the operator's policy names, else the members of a support team. */
import type { TabUser } from './sign-in.ts'

/** Asks the policy as it says now, and where it names nobody, `otherwise`. */
export const supportOf =
  (named: () => readonly string[] | undefined, otherwise: (oid: string) => Promise<boolean>) =>
  async ({ oid }: TabUser): Promise<boolean> => {
    const members = named()
    if (!members) return otherwise(oid)
    return members.some((member) => member.toLowerCase() === oid.toLowerCase())
  }

/** Asks whether a user is a member of any of some teams. Rejects where none says so, and one cannot be asked. */
export const memberOfAny =
  <Team>(teams: () => Promise<readonly Team[]>, isMember: (team: Team, oid: string) => Promise<boolean>) =>
  async (oid: string): Promise<boolean> => {
    const asked = await Promise.allSettled((await teams()).map((team) => isMember(team, oid)))
    if (asked.some((answer) => answer.status === 'fulfilled' && answer.value)) return true
    const failed = asked.find((answer) => answer.status === 'rejected')
    if (failed) throw failed.reason
    return false
  }
