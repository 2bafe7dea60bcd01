/** How a language model is set up, from the environment: absent where none is named, a clear refusal where it is half-named. */
import { z } from 'zod'

/** Efforts that reasoning models can be asked for. */
const efforts = ['none', 'minimal', 'low', 'medium', 'high'] as const

/** How often a model may be called; beyond that the local engine serves on. */
export interface CallCaps {
  /** Calls for one conversation in one day. */
  readonly perConversation: number
  /** Calls for one address in one day. */
  readonly perAddress: number
  /** Calls in one day, in all. */
  readonly perDay: number
}

/** No caps: for whoever measures. */
export const noCaps: CallCaps = {
  perConversation: Number.POSITIVE_INFINITY,
  perAddress: Number.POSITIVE_INFINITY,
  perDay: Number.POSITIVE_INFINITY,
}

/** A configured model. */
export interface ModelSettings {
  /** Where it is served, by OpenAI's API, without a closing slash. */
  readonly baseUrl: string
  readonly name: string
  /** Absent where the server wants none. */
  readonly key?: string | undefined
  readonly effort?: (typeof efforts)[number] | undefined
  readonly caps: CallCaps
  /** A file of reviewed understandings. */
  readonly pinsFile?: string | undefined
}

const openai = 'https://api.openai.com/v1'
const count = (usual: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'give a whole number of calls')
    .transform(Number)
    .default(usual)

const schema = z.object({
  MODEL_NAME: z.string().trim().max(200).optional(),
  MODEL_BASE_URL: z
    .string()
    .trim()
    .transform((url) => url.replace(/\/+$/, ''))
    .refine(
      (url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && !/[?#@]/.test(url),
      'give the address of an API that speaks as OpenAI’s does, for example https://api.openai.com/v1',
    )
    .optional(),
  MODEL_KEY: z.string().trim().optional(),
  MODEL_EFFORT: z.enum(efforts, { error: `give one of ${efforts.join(', ')}` }).optional(),
  MODEL_PINS: z.string().optional(),
  MODEL_CALLS_PER_CONVERSATION: count(60),
  MODEL_CALLS_PER_ADDRESS: count(300),
  MODEL_CALLS_PER_DAY: count(10_000),
  ALLOW_TRACING: z
    .literal('langsmith', { error: 'the only tracing that can be allowed is langsmith' })
    .optional(),
})

/** What langchain takes for 'send everything that is asked and answered to LangSmith'. */
const tracingVariables = [
  'LANGSMITH_TRACING',
  'LANGSMITH_TRACING_V2',
  'LANGCHAIN_TRACING',
  'LANGCHAIN_TRACING_V2',
] as const
const isOn = (value: string | undefined) => value !== undefined && /^(?:true|1|yes|on)$/i.test(value.trim())

/** Reads the settings; `faults` says what is wrong, one sentence each. Without `MODEL_NAME` there is no model. */
export function readModelSettings(environment: Readonly<Record<string, string | undefined>>): {
  readonly settings?: ModelSettings | undefined
  readonly faults: readonly string[]
} {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const parsed = schema.safeParse(given)
  if (!parsed.success)
    return { faults: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`) }
  const { data } = parsed
  if (data.MODEL_NAME === undefined) {
    const half = (['MODEL_BASE_URL', 'MODEL_KEY', 'MODEL_EFFORT', 'MODEL_PINS'] as const).filter(
      (name) => data[name] !== undefined,
    )
    return {
      faults:
        half.length > 0
          ? [`MODEL_NAME: ${half.join(', ')} is set, so name the model too, or set none of them.`]
          : [],
    }
  }
  const faults: string[] = []
  if (data.MODEL_BASE_URL === undefined && data.MODEL_KEY === undefined)
    faults.push('MODEL_KEY: give the key for OpenAI, or set MODEL_BASE_URL to a server of your own.')
  const traced = tracingVariables.filter((name) => isOn(given[name]))
  if (traced.length > 0 && data.ALLOW_TRACING !== 'langsmith')
    faults.push(
      `${traced.join(', ')}: what members write would go to LangSmith too. Unset it, or allow it with ALLOW_TRACING=langsmith.`,
    )
  if (faults.length > 0) return { faults }
  return {
    faults,
    settings: {
      baseUrl: data.MODEL_BASE_URL ?? openai,
      name: data.MODEL_NAME,
      key: data.MODEL_KEY,
      effort: data.MODEL_EFFORT,
      pinsFile: data.MODEL_PINS,
      caps: {
        perConversation: data.MODEL_CALLS_PER_CONVERSATION,
        perAddress: data.MODEL_CALLS_PER_ADDRESS,
        perDay: data.MODEL_CALLS_PER_DAY,
      },
    },
  }
}
