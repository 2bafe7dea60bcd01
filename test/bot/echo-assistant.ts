import type { TurnContext } from 'botbuilder-core'
import type { Assistant, TurnSetting } from '../../dialogs/assistant.ts'

interface EchoRecord {
  readonly turns: number
}

/**
 * An assistant of the tests' own: counts its turns in the record and says what it heard. Some words make it do more:
 * 'forget me', 'fail', 'twice', 'trace', 'typing', 'transcript', 'slow'.
 */
export const echoAssistant: Assistant = {
  async turn(context: TurnContext, { stored, transcriptUrl }: TurnSetting) {
    const { activity } = context
    const turns = ((stored as EchoRecord | undefined)?.turns ?? 0) + 1
    const text = activity.text ?? ''
    if (activity.type === 'conversationUpdate') {
      await context.sendActivity({
        type: 'message',
        text: `welcome ${activity.locale}`,
        locale: activity.locale ?? 'nl',
      })
      return { record: { turns: 0 }, forget: false }
    }
    if (text === 'slow') await new Promise((done) => setTimeout(done, 300))
    if (text === 'typing') await context.sendActivity({ type: 'typing' })
    if (text === 'trace')
      await context.sendActivity({ type: 'trace', name: 'state', value: { secret: true } })
    if (text === 'transcript') await context.sendActivity(await transcriptUrl!())
    if (text === 'fail') throw new Error(`could not read ${text}`)
    await context.sendActivity(`${turns}: ${text}`)
    if (text === 'twice') await context.sendActivity(`${turns}: again`)
    return { record: { turns: text === 'forget me' ? 0 : turns }, forget: text === 'forget me' }
  },
}
