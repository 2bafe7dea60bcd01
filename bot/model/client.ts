/** The one client to a language model: langchain's structured output over openai's client. Loaded only where a model is configured. */
import { ModelFailure } from './failure.ts'
import type { ModelSettings } from './settings.ts'

/** What a model is asked. */
export interface Question {
  /** The fixed beginning. */
  readonly system: string
  /** What changes. */
  readonly user: string
}

/** Tokens that a call took; 0 where the server does not say. */
export interface Usage {
  readonly input: number
  /** Of the input, what the provider had cached. */
  readonly cached: number
  readonly output: number
}

/** What came back: text that is still to be read, and must not go anywhere else. */
export interface RawAnswer {
  readonly content: string
  readonly usage: Usage
}

/** Asks once. Rejects with a `ModelFailure`, at the latest when the signal says so. */
export type Ask = (question: Question, signal: AbortSignal) => Promise<RawAnswer>

/** An answer longer than this is no answer. Bytes. */
const answerAtMost = 256 * 1024
/** Enough for acts about a dozen products. Tokens. */
const outputTokens = 1000
/** A reasoning model thinks within its output. Tokens. */
const reasoningTokens = 4000
/** A server's pause is believed up to here. Milliseconds. */
const longestPause = 5 * 60_000

/** Fetches without following anywhere else, and without reading more than an answer can be. */
const boundedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'error' })
  if (!response.body) return response
  let size = 0
  const bounded = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength
        if (size > answerAtMost) controller.error(new Error('an answer that is too long'))
        else controller.enqueue(chunk)
      },
    }),
  )
  const { status, statusText, headers } = response
  return new Response(bounded, { status, statusText, headers })
}

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}

/** What `Retry-After` asks for, in milliseconds. */
function pauseOf(headers: unknown): number | undefined {
  const value = headers instanceof Headers ? headers.get('retry-after') : record(headers)['retry-after']
  if (typeof value !== 'string') return undefined
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, longestPause) : undefined
}

/** Opens a client for a model. `schema` is the JSON schema that answers keep to. */
export async function openClient(settings: ModelSettings, schema: Record<string, unknown>): Promise<Ask> {
  const [{ ChatOpenAI }, { APIConnectionError, ContentFilterFinishReasonError, LengthFinishReasonError }] =
    await Promise.all([import('@langchain/openai'), import('openai/error')])
  const reasons = settings.effort !== undefined || /^(?:o\d|gpt-5)/.test(settings.name)
  const model = new ChatOpenAI({
    model: settings.name,
    apiKey: settings.key ?? 'none',
    ...(reasons ? {} : { temperature: 0 }),
    ...(settings.effort ? { reasoning: { effort: settings.effort } } : {}),
    maxTokens: reasons ? reasoningTokens : outputTokens,
    maxRetries: 0,
    streaming: false,
    useResponsesApi: false,
    verbose: false,
    // langchain drops what a model refused with; it stands only in the response itself.
    __includeRawResponse: true,
    modelKwargs: { store: false },
    configuration: {
      baseURL: settings.baseUrl,
      // Only what is configured here: nothing from variables that openai's client would read by itself.
      organization: null,
      project: null,
      maxRetries: 0,
      logLevel: 'off',
      fetch: boundedFetch,
    },
  })
  // `getStructuredOutputMethod` of langchain knows the few old names that take no schema.
  const takesSchema = !/^gpt-3|^gpt-4-|^gpt-4$/.test(settings.name)
  const structured = model.withStructuredOutput(schema, {
    name: 'acts',
    method: takesSchema ? 'jsonSchema' : 'jsonMode',
    includeRaw: true,
    ...(takesSchema ? { strict: true } : {}),
  })

  const failureOf = (error: unknown, signal: AbortSignal): ModelFailure => {
    if (error instanceof ModelFailure) return error
    if (signal.aborted) return new ModelFailure('timeout')
    if (error instanceof LengthFinishReasonError) return new ModelFailure('cut')
    if (error instanceof ContentFilterFinishReasonError) return new ModelFailure('filtered')
    if (error instanceof APIConnectionError) return new ModelFailure('unreachable')
    const { status, headers, code } = record(error)
    if (status === 429) return new ModelFailure('busy', pauseOf(headers))
    if (typeof status === 'number')
      return new ModelFailure(status >= 500 ? 'server' : 'rejected', pauseOf(headers))
    // A connection that breaks while the body comes is nobody's error class.
    if (code === 'ECONNRESET' || record(record(error).cause).code !== undefined)
      return new ModelFailure('unreachable')
    return new ModelFailure('unreadable')
  }

  return async ({ system, user }, signal) => {
    try {
      const answer: { readonly raw: unknown } = await structured.invoke(
        [
          [
            'system',
            takesSchema ? system : `${system}\n\nAnswer with JSON by this schema:\n${JSON.stringify(schema)}`,
          ],
          ['user', user],
        ],
        { signal, callbacks: [] },
      )
      const raw = record(answer.raw)
      const reason = record(raw.response_metadata).finish_reason
      const choices = record(record(raw.additional_kwargs).__raw_response).choices
      const message = Array.isArray(choices) ? record(record(choices[0]).message) : {}
      if (message.refusal) throw new ModelFailure('refused')
      if (reason === 'length') throw new ModelFailure('cut')
      if (reason === 'content_filter') throw new ModelFailure('filtered')
      if (typeof raw.content !== 'string' || raw.content.trim() === '') throw new ModelFailure('unreadable')
      const usage = record(raw.usage_metadata)
      return {
        content: raw.content,
        usage: {
          input: number(usage.input_tokens),
          cached: number(record(usage.input_token_details).cache_read),
          output: number(usage.output_tokens),
        },
      }
    } catch (error) {
      throw failureOf(error, signal)
    }
  }
}
