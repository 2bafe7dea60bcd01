/** Reads the assistant's messages aloud as they come, where the member has switched that on. */
import { useEffect, useRef } from 'preact/hooks'
import { plainMarkdown } from './markdown.ts'
import type { Transcript } from './transcript.ts'

/** Reads what comes while it is on; what was there before stays silent, and switching it off ends it. */
export function useReadAloud({ entries }: Transcript, on: boolean, settled: boolean): void {
  const read = useRef(0)
  useEffect(() => {
    const fresh = entries.slice(read.current).filter((entry) => entry.kind === 'bot')
    read.current = entries.length
    if (!on || !settled || fresh.length === 0) return
    const words = fresh.map(({ activity }) =>
      activity.plain ? activity.text : plainMarkdown(activity.text, location.href),
    )
    const locale = fresh.at(-1)?.activity.locale ?? document.documentElement.lang
    void import('./voice.ts').then(({ speak }) => speak(words.join('\n'), locale))
  }, [entries, on])
  useEffect(() => {
    if (!on) return
    return () => void import('./voice.ts').then(({ hush }) => hush())
  }, [on])
}
