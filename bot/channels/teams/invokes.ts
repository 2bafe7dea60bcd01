/** Invokes: what is done on a card, and searches from the messaging extension. Each is answered in its own response. */
import { z } from 'zod'
import { languageOf } from '../../../dialogs/assistant.ts'
import { StoreUnavailable } from '../../stores/store.ts'
import { channelOf, senderOf, type TeamsActivity } from './activity.ts'
import { cardType, chosenCard, tapOf, tapVerb } from './buttons.ts'
import { ConnectorFault } from './connector.ts'
import type { HearingParts } from './hearing.ts'
import type { SearchResult, SupportAnswer } from './port.ts'
import type { InvokeAnswer } from './sdk.ts'
import { teamsTexts } from './texts/index.ts'

const actionShape = z.object({
  action: z.object({ verb: z.string().max(200).catch(''), data: z.unknown().optional() }),
})

const searchShape = z.object({
  parameters: z
    .array(z.object({ name: z.string(), value: z.unknown().optional() }))
    .max(20)
    .catch([]),
  queryOptions: z
    .object({
      skip: z.number().int().min(0).max(1_000).catch(0),
      count: z.number().int().min(1).max(50).catch(25),
    })
    .catch({ skip: 0, count: 25 }),
})

const longestSearch = 300

type Parts = Pick<HearingParts, 'speaking' | 'support' | 'search' | 'log'>

/** The protocol's own answer to an action on a card: its own status is within. */
const actionAnswer = (statusCode: number, type: string, value: unknown): InvokeAnswer => ({
  status: 200,
  body: { statusCode, type, value },
})

const told = (text: string) => actionAnswer(200, 'application/vnd.microsoft.activity.message', text)
const shown = (card: unknown) => actionAnswer(200, cardType, card)
const refusal = (status: number, code: string, message: string) =>
  actionAnswer(status, 'application/vnd.microsoft.error', { code, message })

function answerOf(answer: SupportAnswer): InvokeAnswer {
  switch (answer.kind) {
    case 'card':
      return shown(answer.card)
    case 'message':
      return told(answer.text)
    case 'refused':
      return refusal(403, 'Forbidden', answer.text)
    default:
      return answer satisfies never
  }
}

async function answerAction(parts: Parts, activity: TeamsActivity, base: string): Promise<InvokeAnswer> {
  const { speaking, support } = parts
  const texts = async () => teamsTexts[await speaking.languageFor(activity)]
  const { verb, data } = actionShape.safeParse(activity.value).data?.action ?? { verb: '', data: undefined }
  const tap = verb === tapVerb ? tapOf(data) : undefined
  if (tap) {
    const result = await speaking.tap(activity, tap, base)
    if (result === 'passed') return told((await texts()).passed)
    return result === 'chosen' ? shown(chosenCard(tap.label).content) : told(tap.label)
  }
  const { id = '' } = activity
  const answer = await support?.acted({
    activityId: id,
    channel: channelOf(activity),
    from: senderOf(activity),
    verb,
    data,
    locale: await speaking.languageFor(activity),
  })
  return answer ? answerOf(answer) : refusal(400, 'BadRequest', (await texts()).notKnown)
}

const foundAs = ({ title, text, card }: SearchResult) => ({
  contentType: cardType,
  content: card,
  preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title, text } },
})

async function answerSearch(
  { search, speaking }: Parts,
  activity: TeamsActivity,
): Promise<InvokeAnswer | undefined> {
  const asked = searchShape.safeParse(activity.value).data
  if (!search || !asked) return undefined
  // Without the store there is still much to find.
  const locale = await speaking.languageFor(activity).catch(() => activity.locale)
  // The first run, before anything is typed, comes with a parameter of its own.
  const words = asked.parameters.find(({ name, value }) => name !== 'initialRun' && typeof value === 'string')
  const found = await search.search({
    text: String(words?.value ?? '')
      .slice(0, longestSearch)
      .trim(),
    ...(locale ? { locale } : {}),
    ...asked.queryOptions,
    from: senderOf(activity),
  })
  const attachments = found.map(foundAs)
  return {
    status: 200,
    body: { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } },
  }
}

/** Answers an invoke; `undefined` for one that is none of ours, which the SDK answers for. */
export async function answerInvoke(
  parts: Parts,
  activity: TeamsActivity,
  base: string,
): Promise<InvokeAnswer | undefined> {
  if (activity.name === 'composeExtension/query') return answerSearch(parts, activity)
  if (activity.name !== 'adaptiveCard/action') return undefined
  try {
    return await answerAction(parts, activity, base)
  } catch (error) {
    if (!(error instanceof StoreUnavailable) && !(error instanceof ConnectorFault)) throw error
    parts.log.warn({ fault: error.name }, 'an action on a card has to be done again')
    return refusal(503, 'ServiceUnavailable', teamsTexts[languageOf(activity.locale)].later)
  }
}
