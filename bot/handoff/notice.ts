/** Notices of cases as activities: they enter a conversation as a turn of their own. */
import type { Activity } from 'botbuilder-core'
import type { Notice } from '../../domain/notices.ts'

/** Who notices are from. Nobody outside can be it: what members send is from a `user`. */
export const supportAccount = { id: 'cps-support', role: 'support' } as const

/** Notices that this program made: from nobody else is one taken. */
const ours = new WeakSet<object>()

/** The activity of a notice, under the id by which it takes effect once. */
export function noticeActivity(notice: Notice, id: string): Partial<Activity> & { readonly type: string } {
  const activity = {
    type: 'event',
    name: 'cps.notice',
    value: notice,
    channelData: { clientActivityID: id },
  }
  ours.add(activity)
  return activity as Partial<Activity> & { readonly type: string }
}

/** Whether an activity that is to enter a conversation is a notice of this program's. */
export const isOurs = (activity: object): boolean => ours.has(activity)

/** Whether an activity of a log is a notice. */
export const isNotice = ({ type, from }: Pick<Activity, 'type' | 'from'>): boolean =>
  type === 'event' && (from?.role as string | undefined) === supportAccount.role
