/** A command that Teams suggests is sent as its title: the assistant has to understand it as what it promises. */
import { beforeAll, describe, expect, test } from 'vitest'
import { packageLanguages, packageTexts, talkCommands } from '../../manifest/texts.ts'
import type { LocalUnderstander } from '../../prompts/local/engine.ts'
import { acts, trainedEngine } from '../prompts/trained.ts'

let engine: LocalUnderstander
beforeAll(async () => {
  engine = await trainedEngine()
})

const offers = packageLanguages.flatMap((language) =>
  talkCommands.map((command) => [language, command, packageTexts[language].commands[command].title] as const),
)

describe('what Teams suggests is understood', () => {
  test.each(offers)('%s %s: %s', (language, command, title) => {
    const meant = command === 'human' ? { act: 'human' } : { act: 'start', dialog: command }
    expect(acts(engine, title, undefined, language)).toEqual([meant])
  })
})
