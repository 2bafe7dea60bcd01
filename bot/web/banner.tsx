/** Says how the line is, where the member should know. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { LineState } from './line.ts'
import { useSetting } from './setting.ts'

/** Milliseconds: a loss that is over sooner is not worth a word; and how long it is said that it is over. */
const times = { quiet: 1_500, back: 3_000 } as const

/** The banner under the header; silent while all is well. */
export function Banner({ line }: { readonly line: LineState }) {
  const { t } = useSetting()
  const [shown, setShown] = useState<LineState['kind'] | 'back' | undefined>()
  const before = useRef<typeof shown>(undefined)
  before.current = shown

  useEffect(() => {
    const wait = { offline: 0, wait: 0, lost: times.quiet, opening: undefined, live: undefined }[line.kind]
    if (wait !== undefined) {
      const timer = setTimeout(() => setShown(line.kind), before.current === undefined ? wait : 0)
      return () => clearTimeout(timer)
    }
    if (before.current === undefined) return
    setShown(line.kind === 'live' ? 'back' : undefined)
    const timer = setTimeout(() => setShown(undefined), times.back)
    return () => clearTimeout(timer)
  }, [line.kind])

  const words =
    shown === 'offline'
      ? t.offline
      : shown === 'lost'
        ? t.lost
        : shown === 'back'
          ? t.back
          : shown === 'wait' && line.kind === 'wait'
            ? t.wait(line.seconds)
            : undefined
  return (
    <div role="status" class={words === undefined ? 'banner' : `banner shown ${shown}`} data-testid="line">
      {words}
    </div>
  )
}
