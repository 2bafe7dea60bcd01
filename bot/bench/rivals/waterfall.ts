/** The talks as botbuilder's own dialogs: one waterfall each, its prompts, and the state that it keeps by itself. */
import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  type ConversationReference,
  ConversationState,
  MessageFactory,
  type ResourceResponse,
  type Storage,
  TurnContext,
} from 'botbuilder-core'
import {
  ChoicePrompt,
  ConfirmPrompt,
  DialogSet,
  DialogTurnStatus,
  ListStyle,
  NumberPrompt,
  type PromptOptions,
  WaterfallDialog,
  type WaterfallStepContext,
} from 'botbuilder-dialogs'
import type { HeldTalk } from '../talks.ts'
import type { Posted, Rival } from './rival.ts'

type Question = HeldTalk['questions'][number]

/** What a prompt is asked with: choices go through the prompt's own rendering, as in botbuilder's samples. */
const optionsFor = ({ prompt, text, taps }: Question): PromptOptions => ({
  prompt: text,
  ...(prompt === 'choice' ? { choices: [...taps] } : {}),
})

const waterfallOf = ({ name, questions, ends }: HeldTalk) =>
  new WaterfallDialog(name, [
    ...questions.map((question, index) => async (step: WaterfallStepContext) => {
      if (index > 0) keepAnswer(step, index - 1)
      return step.prompt(question.prompt, optionsFor(question))
    }),
    async (step) => {
      keepAnswer(step, questions.length - 1)
      await step.context.sendActivities(
        ends.map(({ text, taps }) =>
          taps.length > 0 ? MessageFactory.suggestedActions([...taps], text) : MessageFactory.text(text),
        ),
      )
      return step.endDialog(step.values)
    },
  ])

function keepAnswer(step: WaterfallStepContext, question: number): void {
  const result: unknown = step.result
  const value = typeof result === 'object' && result && 'value' in result ? result.value : result
  Object.assign(step.values, { [`answer${question}`]: value })
}

/** Runs one turn: goes on with the waterfall that waits, or begins the one that the member asks for; then saves. */
export function waterfallLogic(
  storage: Storage,
  talks: readonly HeldTalk[],
): (context: TurnContext) => Promise<void> {
  const state = new ConversationState(storage)
  const dialogs = new DialogSet(state.createProperty('dialogs'))
  for (const talk of talks) dialogs.add(waterfallOf(talk))
  for (const prompt of [
    new ChoicePrompt('choice', undefined, 'en'),
    new ConfirmPrompt('confirm', undefined, 'en'),
  ]) {
    // As ours shows them; by itself a prompt lists longer ones as text.
    prompt.style = ListStyle.suggestedAction
    dialogs.add(prompt)
  }
  dialogs.add(new NumberPrompt('number', undefined, 'en'))
  return async (context) => {
    const dialog = await dialogs.createContext(context)
    const { status } = await dialog.continueDialog()
    const asked = talks.find(({ starts }) => starts === context.activity.text)
    if (status === DialogTurnStatus.empty && asked) await dialog.beginDialog(asked.name)
    await state.saveChanges(context)
  }
}

/** The smallest adapter there can be: it keeps what is sent for the answer. */
class CollectingAdapter extends BotAdapter {
  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const sent = context.turnState.get<Partial<Activity>[]>(sentKey)!
    return activities.map((activity) => {
      sent.push(activity)
      return { id: String(sent.length) }
    })
  }
  override async updateActivity(): Promise<void> {}
  override async deleteActivity(_: TurnContext, __: Partial<ConversationReference>): Promise<void> {}
  override async continueConversation(): Promise<void> {}

  async answer(activity: Activity, logic: (context: TurnContext) => Promise<void>) {
    const context = new TurnContext(this, activity)
    const sent: Partial<Activity>[] = []
    context.turnState.set(sentKey, sent)
    await this.runMiddleware(context, logic)
    return sent.filter(({ type }) => type !== ActivityTypes.Trace)
  }
}

const sentKey = Symbol('sent')

/** A member's post as an activity that an adapter takes. */
export const activityOf = (conversationId: string, posted: Posted, serviceUrl: string): Activity =>
  ({
    ...posted,
    id: `${conversationId}|${posted.channelData?.clientActivityID}`,
    channelId: 'directline',
    serviceUrl,
    timestamp: new Date(),
    conversation: { id: conversationId },
    from: { id: 'member', role: 'user' },
    recipient: { id: 'bot', role: 'bot' },
  }) as Activity

/** The waterfall behind an adapter of one's own, with its state in this storage. */
export function waterfallRival(storage: Storage, talks: readonly HeldTalk[]): Rival {
  const adapter = new CollectingAdapter()
  const logic = waterfallLogic(storage, talks)
  return { answer: (id, posted) => adapter.answer(activityOf(id, posted, ''), logic) }
}
