/** How a model is set up: clearly, or not at all. */
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../bot/config.ts'
import { readModelSettings } from '../../../bot/model/settings.ts'

const named = { MODEL_NAME: 'a-model', MODEL_KEY: 'k' }
const faults = (environment: Record<string, string>) => readModelSettings(environment).faults.join('\n')

describe('settings', () => {
  it('none where no model is named', () => {
    expect(readModelSettings({})).toEqual({ faults: [] })
    expect(readConfig({}).model).toBeUndefined()
  })

  it('OpenAI by default, any server that speaks as it does', () => {
    expect(readModelSettings(named).settings).toMatchObject({
      baseUrl: 'https://api.openai.com/v1',
      name: 'a-model',
      key: 'k',
    })
    const own = { MODEL_NAME: 'a-model', MODEL_BASE_URL: 'http://localhost:11434/v1/' }
    expect(readModelSettings(own).settings).toMatchObject({
      baseUrl: 'http://localhost:11434/v1',
      key: undefined,
    })
    expect(readConfig(own).model).toMatchObject({ name: 'a-model' })
  })

  it('caps as they are set', () => {
    expect(readModelSettings({ ...named, MODEL_CALLS_PER_DAY: '7' }).settings?.caps).toEqual({
      perConversation: 60,
      perAddress: 300,
      perDay: 7,
    })
  })

  it.each([
    [{ MODEL_KEY: 'k' }, /^MODEL_NAME: MODEL_KEY is set/],
    [
      { MODEL_BASE_URL: 'http://localhost:1/v1', MODEL_PINS: 'x' },
      /^MODEL_NAME: MODEL_BASE_URL, MODEL_PINS is set/,
    ],
    [{ MODEL_NAME: 'a' }, /^MODEL_KEY: give the key/],
    [{ ...named, MODEL_BASE_URL: 'localhost' }, /^MODEL_BASE_URL: /],
    [{ ...named, MODEL_BASE_URL: 'https://user:pass@example.org/v1' }, /^MODEL_BASE_URL: /],
    [{ ...named, MODEL_EFFORT: 'huge' }, /^MODEL_EFFORT: give one of/],
    [{ ...named, MODEL_CALLS_PER_DAY: 'many' }, /^MODEL_CALLS_PER_DAY: /],
    [{ ...named, ALLOW_TRACING: 'yes' }, /^ALLOW_TRACING: /],
  ])('%j is refused', (environment, wanted) => {
    expect(faults(environment)).toMatch(wanted)
    expect(() => readConfig(environment)).toThrow(wanted)
  })

  it.each(['LANGSMITH_TRACING', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING', 'LANGCHAIN_TRACING_V2'])(
    'no tracing by %s unless it is asked for by name',
    (name) => {
      expect(faults({ ...named, [name]: 'true' })).toMatch(new RegExp(`^${name}: .*ALLOW_TRACING=langsmith`))
      expect(faults({ ...named, [name]: 'true', ALLOW_TRACING: 'langsmith' })).toBe('')
      expect(faults({ ...named, [name]: 'false' })).toBe('')
      // Without a model there is nothing to trace.
      expect(faults({ [name]: 'true' })).toBe('')
    },
  )

  it('all that is wrong is said at once', () => {
    expect(() => readConfig({ PORT: 'x', MODEL_KEY: 'k' })).toThrow(/PORT[\s\S]*MODEL_NAME/)
  })
})
