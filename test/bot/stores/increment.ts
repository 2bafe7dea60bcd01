/** Run as a process: counts up in the conversation `shared`, against others who do the same. */
import { openEmbeddedStore } from '../../../bot/stores/embedded.ts'

const [folder = '', times = '0'] = process.argv.slice(2)
const store = openEmbeddedStore(folder)
for (let done = 0; done < Number(times); ) {
  const conversation = (await store.load('shared', Date.now()))!
  const count = ((conversation.record as { count: number } | undefined)?.count ?? 0) + 1
  const number = conversation.last + 1
  const outcome = await store.save({
    conversation: { ...conversation, record: { count }, last: number },
    append: [{ number, json: JSON.stringify(count) }],
    erase: false,
    now: Date.now(),
  })
  if (outcome === 'saved') done++
}
await store.close()
