/** How far a case has been brought, as it is noted in its file. */
import { happen } from '../../domain/case-acts.ts'
import type { CaseFile } from './case-file.ts'

const [firstPause, longestPause] = [1_000, 60_000]
/** So many failures in a row, and the member is told. */
const toldAfter = 3
/** So many messages of the member's can be taken back out of the thread. */
const saidAtMost = 300

/** A file with other marks. */
export const marked = (file: CaseFile, to: Partial<CaseFile['post']>): CaseFile => ({
  ...file,
  post: { ...file.post, ...to },
})

/** A file once something was sent to Teams: nothing is being sent any more, and it went well. */
export const sent = (file: CaseFile, to: Partial<CaseFile['post']> = {}): CaseFile =>
  marked(file, {
    trying: null,
    failures: 0,
    again: 0,
    delayTold: false,
    ...to,
    ...(to.said ? { said: to.said.slice(-saidAtMost) } : {}),
  })

/** A file without something that has left. */
export const without = (file: CaseFile, id: string): CaseFile => ({
  ...file,
  case: { ...file.case, sendings: file.case.sendings.filter((one) => one.id !== id) },
})

/** A file where sending to Teams failed: it is tried again later, and after some failures the member is told. */
export function failed(file: CaseFile, retryAfter: number, time: number): CaseFile {
  const failures = file.post.failures + 1
  // Those who failed together do not come back together.
  const pause = Math.min(longestPause, firstPause * 2 ** (failures - 1)) * (0.75 + Math.random() / 2)
  const waiting = marked(file, { trying: null, failures, again: time + Math.max(pause, retryAfter) })
  if (failures < toldAfter || waiting.post.delayTold) return waiting
  const told = happen(waiting.case, { kind: 'delayed' }, time, `delayed ${time}`)
  return marked(told.kind === 'changed' ? { ...waiting, case: told.case } : waiting, { delayTold: true })
}
