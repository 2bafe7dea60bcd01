import { getEncoding } from 'js-tiktoken'
import { test } from 'vitest'
import { faqIds } from '../../../prompts/acts.ts'
import { contract } from '../../../prompts/understand/contract.ts'
import { answerJsonSchema } from '../../../prompts/understand/schema.ts'

test('t', () => {
  const enc = getEncoding('o200k_base'),
    old = getEncoding('cl100k_base')
  const s = JSON.stringify(answerJsonSchema(faqIds))
  console.log(
    enc.encode(contract).length,
    enc.encode(s).length,
    old.encode(contract).length,
    old.encode(s).length,
    s,
  )
})
