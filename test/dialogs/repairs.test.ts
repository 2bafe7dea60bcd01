/** A conversation bends: whatever a member says in the middle of something, nothing is lost and the question comes back. */
import { describe, expect, test } from 'vitest'
import { freshConversation } from '../../dialogs/conversation.ts'
import { policySchema } from '../../domain/policy.ts'
import type { Act } from '../../prompts/acts.ts'
import { Member } from './member.ts'

const points = (value: number, more: object = {}): Act => ({ act: 'inform', slot: 'points', value, ...more })

/** A member who is asked for the level, with 2,100 points. */
const choosing = async () => {
  const member = await new Member().arrives()
  await member.says('Welk niveau kan ik kiezen?')
  return member.says('2100', points(2100))
}

describe('welcome', () => {
  test('in the page’s language, with topics, from the beginning first', async () => {
    const member = await new Member({ locale: 'en-GB' }).arrives()
    expect(member.last?.locale).toBe('en-GB')
    expect(member.taps[0]).toBe('Become a member, from the beginning')
    expect(member.taps).toHaveLength(6)
  })
  test('Dutch where the page says nothing; English where it speaks neither', async () => {
    expect((await new Member({ locale: '' }).arrives()).last?.locale).toBe('nl-NL')
    expect((await new Member({ locale: 'pt-BR' }).arrives()).last?.locale).toBe('en-GB')
  })
  test('only once', async () => {
    const member = await new Member().arrives()
    expect((await member.arrives()).replies).toHaveLength(0)
  })
})

describe('corrections', () => {
  test('of the answer before: old and new are said, the outcome follows', async () => {
    const member = await choosing()
    await member.says('nee, 499', { act: 'correct', slot: 'points', value: 499 })
    expect(member.known('points')).toBe(499)
    expect(member.replies.some(({ channelData }) => channelData.cps.outcome === 'completed')).toBe(true)
    expect(member.replies[0]?.text).toMatch(/2\.100.*499/s)
  })
  test('and taken back', async () => {
    const member = await choosing()
    await member.says('nee, 1800', { act: 'correct', slot: 'points', value: 1800 })
    expect(member.taps).toContain('Ongedaan maken')
    await member.says('Ongedaan maken')
    expect(member.known('points')).toBe(2100)
    expect(member.pending?.slot).toBe('tier')
  })
  test('without a value: the question is asked again', async () => {
    const member = await choosing()
    await member.says('dat klopt niet', { act: 'correct', slot: 'points' })
    expect(member.pending?.slot).toBe('points')
    await member.says('1800', points(1800))
    expect(member.known('points')).toBe(1800)
    expect(member.pending?.slot).toBe('tier')
  })
  const withoutButton = async () => {
    const member = await new Member().arrives()
    await member.says('Migreren lukt niet')
    for (const tap of ['Geen blauwe knop', 'Ja', 'Nee, geen knop', 'Opnieuw registreren'])
      await member.says(tap)
    return member
  }
  const noAccount: Act = { act: 'correct', slot: 'hadCpsAccount', value: false }

  test('of an answer that decided something: what goes with it is shown before anything changes', async () => {
    const member = await withoutButton()
    await member.says('ik had toch geen account', noAccount)
    expect(member.pending?.slot).toBe('confirmCorrection')
    expect(member.last?.text).toContain('oplossing zonder knop')
    expect(member.known('hadCpsAccount')).toBe(true)
    await member.says('Ja, pas aan')
    expect(member.known('wayOut')).toBeUndefined()
    expect(member.known('hadCpsAccount')).toBe(false)
    await member.says('Ongedaan maken')
    expect(member.known('wayOut')).toBe('registerAgain')
    expect(member.known('hadCpsAccount')).toBe(true)
  })
  test('which may be declined, or talked past', async () => {
    for (const no of ['Nee, laat staan', 'Betalen']) {
      const member = await withoutButton()
      await member.says('ik had toch geen account', noAccount)
      await member.says(no)
      expect(member.known('hadCpsAccount')).toBe(true)
      expect(member.known('wayOut')).toBe('registerAgain')
      expect(member.pending?.slot).not.toBe('confirmCorrection')
    }
  })
  test('a different value for what is known is a correction, also when nobody calls it one', async () => {
    const member = await choosing()
    await member.says('ik heb 2600 punten', points(2600))
    expect(member.known('points')).toBe(2600)
    expect(member.pending?.options).toContain('corporate')
  })
})

describe('digressions', () => {
  test('a question in the middle is answered with its facts; then the same question comes back, shorter', async () => {
    const member = await choosing()
    const before = member.last?.text
    await member.says('wat kost het?', { act: 'faq', id: 'annual-fee' })
    expect(member.replies).toHaveLength(2)
    expect(member.replies[0]?.channelData.cps.facts).toContain('fee.annual')
    expect(member.pending?.slot).toBe('tier')
    expect(member.last!.text.length).toBeLessThan(before!.length)
  })
  test('an answer and a question in one message are both served', async () => {
    const member = await choosing()
    await member.says(
      'goud, wat kost dat?',
      { act: 'inform', slot: 'tier', value: 'gold' },
      { act: 'faq', id: 'annual-fee' },
    )
    expect(member.known('tier')).toBe('gold')
    expect(member.replies.some(({ channelData }) => channelData.cps.facts.includes('fee.annual'))).toBe(true)
  })
  test('another talk in the middle, and back to the same question', async () => {
    const member = await new Member().arrives()
    await member.says('Lid worden, vanaf het begin')
    await member.says('Ja, heb ik')
    await member.says('Wachtwoord of inloggen')
    expect(member.pending).toMatchObject({ dialog: 'passwordReset', slot: 'resetWorked' })
    await member.says('Ja, gelukt')
    expect(member.replies[0]?.channelData.cps.outcome).toBe('completed')
    expect(member.pending).toMatchObject({ dialog: 'products', slot: 'hadCpsAccount' })
  })
  test('two wishes in one message: the first now, the second after it', async () => {
    const member = await new Member().arrives()
    await member.says('x', { act: 'start', dialog: 'payment' }, { act: 'start', dialog: 'tierSelection' })
    expect(member.pending?.dialog).toBe('payment')
    expect(member.conversation.stack.map(({ id }) => id)).toEqual(['tierSelection', 'payment'])
  })
  test('starting what is already started comes back to it', async () => {
    const member = await new Member().arrives()
    for (const topic of ['Lid worden, vanaf het begin', 'Betalen', 'Lid worden, vanaf het begin'])
      await member.says(topic)
    expect(member.conversation.stack.map(({ id }) => id)).toEqual(['onboarding'])
  })
})

describe('steering', () => {
  test('back asks the question before again', async () => {
    const member = await choosing()
    await member.says('Terug')
    expect(member.pending?.slot).toBe('points')
    expect(member.known('points')).toBeUndefined()
    await member.says('Terug')
    expect(member.pending?.slot).toBe('points')
  })
  test('repeat says it in full again, with what went before it', async () => {
    const member = await choosing()
    const full = member.last?.channelData.cps.facts
    await member.says('wat kost het?', { act: 'faq', id: 'annual-fee' })
    await member.says('Herhaal')
    expect(member.last?.channelData.cps.facts).toEqual(full)
    const once = member.last!.text.length
    await member.says('Herhaal')
    expect(member.last!.text.length).toBeLessThan(once)
    expect(member.pending?.slot).toBe('tier')
  })
  test('why, help and source answer, and the question stays', async () => {
    const member = await choosing()
    for (const [say, act] of [
      ['waarom', 'why'],
      ['hulp', 'help'],
      ['bron', 'source'],
    ] as const) {
      await member.says(say, { act })
      expect(member.pending?.slot).toBe('tier')
      expect(member.known('points')).toBe(2100)
    }
    expect(member.last?.entities[0]?.citation.length).toBeGreaterThan(0)
  })
  test('skip leads on', async () => {
    const member = await choosing()
    await member.says('Overslaan')
    expect(member.known('tier')).toBe('skipped')
    expect(member.replies[0]?.channelData.cps.outcome).toBe('completed')
  })
  test('cancel stops the talk and keeps the facts; the talk below goes on', async () => {
    const member = await new Member().arrives()
    await member.says('Lid worden, vanaf het begin')
    await member.says('Betalen')
    await member.says('Creditcard')
    await member.says('Stoppen')
    expect(member.replies[0]?.channelData.cps.outcome).toBe('cancelled')
    expect(member.known('paymentMethod')).toBe('creditCard')
    expect(member.pending?.slot).toBe('hasBusinessAccount')
    await member.says('Stoppen')
    expect(member.pending).toBeNull()
    expect(member.taps).toHaveLength(6)
  })
  test('restart lists what is erased, and does it once confirmed', async () => {
    const member = await choosing()
    await member.says('Opnieuw beginnen')
    expect(member.last?.text).toContain('punten')
    expect(member.pending?.slot).toBe('confirmRestart')
    await member.says('Nee, laat staan')
    expect(member.known('points')).toBe(2100)
    expect(member.pending?.slot).toBe('tier')
    await member.says('Opnieuw beginnen')
    await member.says('ja', { act: 'affirm' })
    expect(member.conversation.facts).toEqual({})
    expect(member.conversation.stack).toEqual([])
  })
  test('something else than yes or no takes a confirmation off the table', async () => {
    const member = await choosing()
    await member.says('Vergeet mij')
    await member.says('wat kost het?', { act: 'faq', id: 'annual-fee' })
    expect(member.pending?.slot).toBe('tier')
    await member.says('ja', { act: 'affirm' })
    expect(member.forgotten).toBe(false)
    expect(member.known('points')).toBe(2100)
  })
  test('forget me erases everything, once confirmed', async () => {
    const member = await choosing()
    await member.says('Vergeet mij')
    expect(member.forgotten).toBe(false)
    await member.says('Ja, vergeet alles')
    expect(member.forgotten).toBe(true)
    expect(member.conversation).toMatchObject({ facts: {}, stack: [] })
  })
  test('another language, in the middle of a question', async () => {
    const member = await choosing()
    await member.says('English')
    expect(member.last?.locale).toBe('en-GB')
    expect(member.pending?.slot).toBe('tier')
    await member.says('Weet ik nog niet')
    expect(member.known('tier')).toBe('unsure')
  })
  test('a language that nobody here speaks is said so', async () => {
    const member = await choosing()
    await member.says('po polsku', { act: 'changeLanguage', language: 'pl' })
    expect(member.conversation.language).toBe('nl')
    expect(member.pending?.slot).toBe('tier')
  })
  test('a person: the configured contact and the transcript', async () => {
    const policy = policySchema.parse({ support: { phone: '+31 20 555' } })
    const member = await new Member({ policy }).arrives()
    await member.says('Ik wil een mens spreken')
    expect(member.replies[0]?.text).toContain('+31 20 555'.replace('+', '\\+'))
    expect(member.replies[0]?.text).toContain('https://example.org/t')
    expect(member.replies[0]?.channelData.cps.facts).toContain('help.priority-support')
  })
})

describe('what is only taken for a yes or a no', () => {
  test('is said back, so that a misreading is seen and taken back; a plain one is not', async () => {
    const member = await new Member().arrives()
    await member.says('Lid worden, vanaf het begin')
    await member.says('dat heb ik vorige week geregeld', { act: 'affirm' })
    expect(member.last?.text).toContain('zakelijk account: ja')
    expect(member.taps).toContain('Ongedaan maken')
    await member.says('Ongedaan maken')
    await member.says('ja hoor, die heb ik', { act: 'affirm' })
    expect(member.last?.text).not.toContain('zakelijk account: ja')
  })
})

describe('a goodbye', () => {
  test('is not answered with a question; what waited can still be answered', async () => {
    const member = await choosing()
    await member.says('doei', { act: 'goodbye' })
    expect(member.replies).toHaveLength(1)
    expect(member.last?.text).not.toContain('?')
    expect(member.pending?.slot).toBe('tier')
    await member.says('Goud')
    expect(member.known('tier')).toBe('gold')
  })
})

describe('not understood', () => {
  test('said differently each time; then a person is offered', async () => {
    const member = await choosing()
    const texts: string[] = []
    for (const gibberish of ['asdf', 'qwer', 'zxcv']) {
      await member.says(gibberish)
      texts.push(member.last!.text)
      expect(member.pending?.slot).toBe('tier')
    }
    expect(new Set(texts).size).toBe(3)
    expect(member.taps).toContain('Ik wil een mens spreken')
  })
  test('yes to a question that takes no yes', async () => {
    const member = await choosing()
    await member.says('ja', { act: 'affirm' })
    expect(member.pending?.slot).toBe('tier')
    expect(member.known('tier')).toBeUndefined()
  })
  test('with nothing asked, the topics are offered', async () => {
    const member = await new Member().arrives()
    await member.says('asdf')
    expect(member.taps).toContain('Betalen')
    expect(member.taps).toContain('Ik wil een mens spreken')
    expect(member.outcome?.unanswered).toEqual({ text: 'asdf', language: 'nl' })
  })
})

describe('several readings', () => {
  const readings: Act[][] = [
    [{ act: 'faq', id: 'green-tick-meaning' }],
    [{ act: 'start', dialog: 'migration' }],
  ]
  const puzzled = { understand: () => ({ language: 'nl', acts: readings[0]!, sure: false, readings }) }
  test('the member chooses; the question behind them still waits', async () => {
    const member = await new Member({ understander: puzzled }).arrives()
    await member.says('Betalen')
    await member.says('iets met een vinkje')
    expect(member.taps).toHaveLength(3)
    expect(member.pending?.slot).toBe('paymentMethod')
    await member.says(member.taps[0]!)
    expect(member.replies[0]?.channelData.cps.facts).toContain('points.green-tick')
    expect(member.pending?.slot).toBe('paymentMethod')
    await member.says('iets met een vinkje')
    await member.says('Creditcard')
    expect(member.known('paymentMethod')).toBe('creditCard')
  })
  test('none of these, and at most twice in a row', async () => {
    const member = await new Member({ understander: puzzled }).arrives()
    await member.says('iets met een vinkje')
    await member.says('Geen van deze')
    expect(member.taps).toHaveLength(6)
    for (const twice of [1, 2]) {
      await member.says(`vinkje ${twice}`)
      expect(member.taps).toHaveLength(3)
    }
    await member.says('vinkje')
    expect(member.taps).toContain('Betalen')
  })
})

describe('an answer of the FAQ', () => {
  const asked = async () => (await choosing()).says('wat kost het?', { act: 'faq', id: 'annual-fee' })
  test('can be called helpful or not, beside the question that waits', async () => {
    const member = await asked()
    expect(JSON.stringify(member.replies[0]?.attachments)).toContain('Dit helpt niet')
    await member.says('Dit helpt niet')
    expect(member.outcome?.helped).toEqual({ faq: 'annual-fee', yes: false })
    expect(member.taps).toContain('Ik wil een mens spreken')
    expect(member.pending?.slot).toBe('tier')
  })
  test('or nothing at all', async () => {
    const member = await asked()
    await member.says('Goud')
    expect(member.known('tier')).toBe('gold')
    expect(member.outcome?.helped).toBeUndefined()
  })
})

describe('a message that contradicts itself', () => {
  test('raises one question; the rest of it is taken', async () => {
    const member = await new Member().arrives()
    await member.says('dat', { act: 'inform', slot: 'tier', value: 'gold' }, points(1800), points(2100))
    expect(member.known('points')).toBeUndefined()
    expect(member.known('tier')).toBe('gold')
    expect(member.taps).toHaveLength(3)
    await member.says(member.taps[1]!)
    expect(member.known('points')).toBe(2100)
  })
})

describe('anger and distress', () => {
  test('are acknowledged once, and a person is offered each time', async () => {
    const angry = {
      understand: () => ({ language: 'nl', acts: [{ act: 'unknown' } as const], mood: 'angry' as const }),
    }
    const member = await new Member({ understander: angry }).arrives()
    await member.says('Betalen')
    await member.says('wat een waardeloze site')
    const first = member.last!.text
    expect(member.taps).toContain('Ik wil een mens spreken')
    expect(member.pending?.slot).toBe('paymentMethod')
    await member.says('wat een waardeloze site')
    expect(member.taps).toContain('Ik wil een mens spreken')
    expect(member.last!.text.split('\n\n')[0]).not.toBe(first.split('\n\n')[0])
  })
})

describe('skipping what cannot be missed', () => {
  test('is asked about once, with a way to go on later; who insists is not held up', async () => {
    const member = await new Member().arrives()
    await member.says('Welk niveau kan ik kiezen?')
    await member.says('Overslaan')
    expect(member.pending?.slot).toBe('points')
    expect(member.taps).toEqual(expect.arrayContaining(['Later verder', 'Overslaan']))
    await member.says('Overslaan')
    expect(member.known('points')).toBe('skipped')
    expect(member.replies[0]?.channelData.cps.outcome).toBe('completed')
  })
})

describe('over-answering', () => {
  test('values that were not asked are taken, said back, and not asked again', async () => {
    const member = await new Member().arrives()
    await member.says(
      'alles',
      { act: 'start', dialog: 'payment' },
      { act: 'inform', slot: 'paymentMethod', value: 'bankTransfer' },
      { act: 'inform', slot: 'invoiceDate', value: '2026-11-20' },
    )
    expect(member.pending?.slot).toBe('hadMembership')
    expect(member.last?.text).toContain('20 december 2026')
  })
  test('a value without a wish starts the talk that it belongs to', async () => {
    const member = await new Member().arrives()
    await member.says('ik heb 501 punten', points(501))
    expect(member.pending).toMatchObject({ dialog: 'tierSelection', slot: 'tier' })
  })
  test('approximate points at a threshold raise the exact question; elsewhere they do not', async () => {
    const member = await new Member().arrives()
    await member.says('ruim 2500', points(2500, { bound: 'over' }))
    expect(member.pending?.slot).toBe('points')
    await member.says('2501', points(2501))
    expect(member.known('points@2')).toBe(2501)
    expect(member.pending?.options).toContain('corporate')
  })
})

describe('the product sheet', () => {
  const field = (
    slot: 'productName' | 'serialNumber' | 'purchaseDate' | 'purchaseCountry' | 'dealer',
    value: string,
    more: object = {},
  ): Act => ({ act: 'inform', slot, value, ...more }) as Act
  const all = (item?: number): Act[] => [
    field('productName', 'EOS R5', { item }),
    field('serialNumber', '012345678901', { item }),
    field('purchaseDate', '2023-03', { item, estimate: true }),
    field('purchaseCountry', 'NL', { item }),
    field('dealer', 'Foto Hof', { item }),
  ]
  test('all in one message, then another product field by field', async () => {
    const member = await new Member().arrives()
    await member.says('Producten registreren')
    await member.says('Ja, graag')
    await member.says('alles', ...all())
    expect(member.pending).toMatchObject({ slot: 'anotherProduct', item: 0 })
    await member.says('RF 50mm', field('productName', 'RF 50mm'))
    expect(member.pending).toMatchObject({ slot: 'serialNumber', item: 1 })
    for (let i = 0; i < 4; i++) await member.says('Weet ik niet')
    await member.says('Nee, dit was alles')
    const reply = member.replies.find(({ attachments }) => attachments)
    expect(reply?.attachments?.map(({ contentType }) => contentType)).toEqual([
      'application/vnd.microsoft.card.adaptive',
      'text/plain',
      'text/csv',
    ])
    const csv = Buffer.from(reply!.attachments![2]!.contentUrl!.split(',')[1]!, 'base64').toString()
    expect(csv.split('\r\n')).toHaveLength(3)
    expect(csv).toContain('maart 2023 (schatting)')
  })
  test('two products in one message', async () => {
    const member = await new Member().arrives()
    await member.says(
      'twee',
      ...all(0),
      field('productName', 'RF 50mm', { item: 1 }),
      field('serialNumber', '9876543210', { item: 1 }),
    )
    expect(member.known('productName#1')).toBe('RF 50mm')
    expect(member.pending).toMatchObject({ slot: 'purchaseDate', item: 1 })
  })
  test('a product named beside another question is one more, not another name for the one in hand', async () => {
    const member = await new Member().arrives()
    await member.says('R5', field('productName', 'EOS R5'), field('serialNumber', '012345678901'))
    await member.says('en nog een R6 uit 2023', field('productName', 'EOS R6'), field('purchaseDate', '2023'))
    expect(member.known('productName#0')).toBe('EOS R5')
    expect(member.known('productName#1')).toBe('EOS R6')
    expect(member.known('purchaseDate#1')).toBe('2023')
    await member.says('nee, een R7', { act: 'correct', slot: 'productName', value: 'EOS R7' })
    expect([member.known('productName#0'), member.known('productName#1')]).toContain('EOS R7')
    expect(member.known('productName#2')).toBeUndefined()
  })
  test('a date in the future is not noted, and asked again', async () => {
    const member = await new Member().arrives()
    await member.says('R5', field('productName', 'EOS R5'), field('serialNumber', '012345678901'))
    await member.says('2027', field('purchaseDate', '2027'))
    expect(member.known('purchaseDate#0')).toBeUndefined()
    expect(member.pending).toMatchObject({ slot: 'purchaseDate', item: 0 })
  })
  test('a sheet holds fifty products, and says so', async () => {
    const member = await new Member().arrives()
    await member.says(
      'veel',
      ...Array.from({ length: 52 }, (_, item) => field('productName', `Lens ${item}`, { item })),
    )
    expect(member.known('productName#49')).toBe('Lens 49')
    expect(member.known('productName#50')).toBeUndefined()
    expect(member.replies.at(-1)?.text).toContain('50')
  })
  test('what a member types stays text in the table', async () => {
    const member = await new Member().arrives()
    await member.says('x', field('productName', '=HYPERLINK("http://x")'), ...all().slice(1))
    await member.says('Nee, dit was alles')
    const reply = member.replies.find(({ attachments }) => attachments)
    const csv = Buffer.from(reply!.attachments![2]!.contentUrl!.split(',')[1]!, 'base64').toString()
    expect(csv).toContain('"\'=HYPERLINK')
  })
})

describe('the receipt', () => {
  test('every fact with the member’s own words; each can be changed or erased', async () => {
    const member = await choosing()
    await member.says('Wat weet je van mij?')
    const card = JSON.stringify(member.replies[0]?.attachments?.[0])
    expect(card).toContain('2100')
    expect(card).toContain('Wijzig punten')
    await member.says('Wijzig punten')
    expect(member.pending?.slot).toBe('points')
    await member.says('700', points(700))
    expect(member.known('points')).toBe(700)
    await member.says('Wis punten')
    expect(member.known('points')).toBeUndefined()
    expect(member.pending?.slot).toBe('points')
  })
  test('what nobody asks for can be erased, not changed', async () => {
    const member = await choosing()
    await member.says('mijn mail is lid@example.org', {
      act: 'inform',
      slot: 'email',
      value: 'lid@example.org',
    })
    await member.says('Wat weet je van mij?')
    const card = JSON.stringify(member.replies[0]?.attachments?.[0])
    expect(card).toContain('Wis e-mailadres')
    expect(card).not.toContain('Wijzig e-mailadres')
    await member.says('Wijzig e-mailadres')
    expect(member.pending?.slot).toBe('tier')
    await member.says('Wis e-mailadres')
    expect(member.known('email')).toBeUndefined()
  })
  test('two products of one name are told apart', async () => {
    const member = await new Member().arrives()
    const twice = [0, 1].flatMap((item): Act[] => [
      { act: 'inform', slot: 'productName', value: 'EOS R5', item },
      { act: 'inform', slot: 'serialNumber', value: `01234567890${item}`, item },
    ])
    await member.says('twee', ...twice)
    await member.says('Wis serienummer, EOS R5 (2)')
    expect(member.known('serialNumber#0')).toBe('012345678900')
    expect(member.known('serialNumber#1')).toBeUndefined()
  })
  test('nothing known is said so', async () => {
    const member = await new Member().arrives()
    await member.says('Wat weet je van mij?')
    expect(member.replies[0]?.attachments).toBeUndefined()
  })
})

describe('buttons of earlier messages', () => {
  test('a confirmation’s button means nothing but that confirmation', async () => {
    const member = await choosing()
    await member.says('Vergeet mij')
    await member.says('Ja, begin opnieuw')
    expect(member.forgotten).toBe(false)
    expect(member.known('points')).toBe(2100)
    expect(member.pending?.slot).toBe('confirmRestart')
    await member.says('Ja, vergeet alles')
    expect(member.known('points')).toBe(2100)
    expect(member.pending?.slot).toBe('confirmForget')
  })
  test('tapped after its time it changes nothing', async () => {
    const member = await new Member().arrives()
    await member.says('Lid worden, vanaf het begin')
    await member.says('Nee, laat staan')
    expect(member.known('hasBusinessAccount')).toBeUndefined()
    await member.says('Ja, pas aan')
    expect(member.known('hasBusinessAccount')).toBeUndefined()
    expect(member.pending?.slot).toBe('hasBusinessAccount')
  })
  test('a question about the confirmation leaves it open', async () => {
    for (const act of ['why', 'help', 'repeat', 'source'] as const) {
      const member = await choosing()
      await member.says('Opnieuw beginnen')
      await member.says(act, { act })
      expect(member.pending?.slot).toBe('confirmRestart')
      await member.says('ja', { act: 'affirm' })
      expect(member.conversation.facts).toEqual({})
    }
  })
})

describe('rating', () => {
  const toTheEnd = async () => {
    const member = await choosing()
    return member.says('Goud')
  }
  test('is asked once at the end, by tap, and is never a pending question', async () => {
    const member = await toTheEnd()
    expect(member.taps).toContain('4 – goed')
    expect(member.pending).toBeNull()
    await member.says('4 – goed')
    expect(member.conversation.memory.rating).toBe(4)
    await member.says('Welk niveau kan ik kiezen?')
    await member.says('Zilver')
    expect(member.taps).not.toContain('4 – goed')
  })
  test('is not asked of who is sent away with too few points, or to a person', async () => {
    const member = await new Member().arrives()
    await member.says('Welk niveau kan ik kiezen?')
    await member.says('499', points(499))
    expect(member.taps).not.toContain('4 – goed')
    expect(member.taps).toContain('Betalen')
  })
  test('may be declined, or ignored', async () => {
    const member = await toTheEnd()
    await member.says('Liever niet')
    expect(member.conversation.memory.rating).toBe('declined')
    const other = await toTheEnd()
    await other.says('Betalen')
    expect(other.pending?.slot).toBe('paymentMethod')
  })
})

describe('coming back', () => {
  test('after days the same question waits; what fades is asked again', async () => {
    const member = await new Member().arrives()
    await member.says('Migreren lukt niet')
    await member.says('Geen groen vinkje')
    await member.says('Nee, niet bij allemaal')
    member.now = new Date('2026-11-25T10:00:00Z')
    await member.says('Serienummer')
    expect(member.pending?.slot).toBe('moreWithoutTick')
    member.now = new Date('2026-12-15T10:00:00Z')
    await member.says('Help')
    expect(member.pending?.slot).toBe('greenTickVisible')
  })
  test('after a long silence: what was known, and how to change it or start anew', async () => {
    const member = await choosing()
    member.now = new Date('2026-11-24T10:00:00Z')
    await member.says('Help')
    expect(member.last?.text).toContain('2.100')
    expect(member.taps).toEqual(expect.arrayContaining(['Wat weet je van mij?', 'Opnieuw beginnen']))
    expect(member.pending?.slot).toBe('tier')
  })
  test('a record that cannot be read becomes a friendly fresh start', async () => {
    for (const garbage of [
      { schema: 99 },
      'text',
      42,
      [],
      { ...freshConversation('nl'), stack: [{ id: 'gone' }] },
    ]) {
      const member = new Member()
      member.record = garbage
      await member.says('Betalen')
      expect(member.pending?.slot).toBe('paymentMethod')
    }
  })
  test('a stored question that can no longer be asked falls away', async () => {
    for (const asking of [
      { kind: 'again', key: 'goneSlot' },
      {
        kind: 'correction',
        key: 'points',
        fact: { kind: 'known', value: -5, words: '', at: '2026-11-22T10:00:00.000Z' },
      },
    ]) {
      const member = await choosing()
      member.record = { ...member.conversation, memory: { ...member.conversation.memory, asking } }
      await member.says('Help')
      expect(member.pending?.slot).toBe('tier')
    }
  })
  test('a stored value that its slot no longer takes falls away', async () => {
    const member = await choosing()
    const { facts } = member.conversation
    member.record = {
      ...member.conversation,
      facts: { ...facts, points: { ...facts.points, value: -5 }, gone: facts.points },
    }
    await member.says('Help')
    expect(member.pending?.slot).toBe('points')
  })
})

describe('whatever is typed', () => {
  test.each([
    '',
    '   ',
    '😀😀',
    '<script>alert(1)</script>',
    'x'.repeat(10_000),
    'Привет',
    '\u0000\ud800',
    '**[a](javascript:x)**',
  ])('%j gets an answer', async (text) => {
    const member = await choosing()
    await member.says(text)
    expect(member.replies.length).toBeGreaterThan(0)
    expect(member.pending?.slot).toBe('tier')
    expect(member.taps.length).toBeGreaterThan(0)
  })
  test('a member’s words come back as text, never as markup', async () => {
    const member = await new Member().arrives()
    await member.says('x', {
      act: 'inform',
      slot: 'productName',
      value: '[klik](javascript:alert(1)) <img src=x>',
    })
    expect(member.last?.text).not.toMatch(/(?<!\\)\[klik|(?<!\\)</)
  })
  test('an attachment without words', async () => {
    const member = await choosing()
    const { last } = await member.says('')
    expect(last?.channelData.cps.pending?.slot).toBe('tier')
  })
})

describe('choices of a talk’s own', () => {
  test.each<[string, string, Act?]>([
    ['registreren', 'registerAgain'],
    ['doe maar support', 'support'],
    ['de tweede', 'support'],
    ['1', 'registerAgain'],
    ['dan wil ik ze zelf invoeren', 'registerAgain', { act: 'start', dialog: 'registration' }],
    ['doe maar opnieuw', 'registerAgain'],
  ])('%s', async (text, value, act) => {
    const member = await new Member().arrives()
    await member.says('Migreren lukt niet')
    for (const tap of ['Geen blauwe knop', 'Ja', 'Nee, geen knop']) await member.says(tap)
    await member.says(text, ...(act ? [act] : []))
    expect(member.known('wayOut')).toBe(value)
  })
})
