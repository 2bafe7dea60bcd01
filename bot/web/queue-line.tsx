/** Says where the member's request for a person stands, under the header. */
import type { HandOff } from './protocol.ts'
import { useSetting } from './setting.ts'

/** One line: the place in the queue, or with whom the member talks; nothing where there is no request. */
export function QueueLine({ handOff }: { readonly handOff: HandOff | undefined }) {
  const { t } = useSetting()
  const words =
    handOff?.state === 'waiting'
      ? t.queued(handOff.place)
      : handOff?.state === 'talking'
        ? t.talking(handOff.agent || t.person)
        : undefined
  return (
    <div role="status" class={words === undefined ? 'banner' : 'banner shown queue'} data-testid="queue">
      {words}
    </div>
  )
}
