import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainCard, readCard } from '../../../bot/web/card.ts'

const page = 'http://localhost:3978/'
const read = (body: unknown, actions?: unknown) =>
  readCard({ type: 'AdaptiveCard', version: '1.5', body, actions }, page)

test('text, facts, groups, columns and tables are read', () => {
  const card = read([
    { type: 'TextBlock', text: 'Productblad', size: 'Large', weight: 'Bolder' },
    {
      type: 'FactSet',
      separator: true,
      facts: [{ title: 'Punten', value: 750 }, { title: 'Dealer' }, { value: 'x' }],
    },
    { type: 'Container', style: 'emphasis', items: [{ type: 'TextBlock', text: 'binnen', isSubtle: true }] },
    {
      type: 'ColumnSet',
      columns: [{ width: 'auto', items: [{ type: 'TextBlock', text: 'links' }] }, { items: [] }],
    },
    { type: 'Table', rows: [{ cells: [{ items: [{ type: 'TextBlock', text: 'kop' }] }] }] },
  ])
  expect(card.elements.map(({ kind, apart }) => [kind, apart])).toEqual([
    ['text', false],
    ['facts', true],
    ['group', false],
    ['columns', false],
    ['table', false],
  ])
  expect(card.elements[0]).toMatchObject({ heading: true, strong: true })
  expect(card.elements[1]).toMatchObject({
    facts: [
      { title: 'Punten', value: '750' },
      { title: 'Dealer', value: '' },
    ],
  })
  expect(plainCard(card, page)).toBe('Productblad\nPunten: 750\nDealer: \nbinnen\nlinks · \nkop')
})

test('a submit says its data, else its title; a link must be one that a member may be sent to', () => {
  const { actions } = read(
    [],
    [
      { type: 'Action.Submit', title: 'Klopt', data: 'ja, dat klopt' },
      { type: 'Action.Submit', title: 'Weg', data: { erase: 'serial' } },
      { type: 'Action.Submit' },
      { type: 'Action.OpenUrl', title: 'Naar Canon', url: 'https://example.org/' },
      { type: 'Action.OpenUrl', title: 'Kwaad', url: 'javascript:alert(1)' },
      { type: 'Action.ShowCard', title: 'Anders' },
      null,
    ],
  )
  expect(actions).toEqual([
    { kind: 'say', title: 'Klopt', text: 'ja, dat klopt' },
    { kind: 'say', title: 'Weg', text: 'Weg', value: { erase: 'serial' } },
    { kind: 'open', title: 'Naar Canon', url: 'https://example.org/' },
  ])
})

test('what is unknown falls back, what is hidden stays away, and a picture is its description', () => {
  const card = read([
    { type: 'Rating', fallback: { type: 'TextBlock', text: 'drie van vijf' } },
    { type: 'Media' },
    { type: 'TextBlock', text: 'geheim', isVisible: false },
    { type: 'Image', url: 'https://example.org/volg-mij.gif', altText: 'een groene vink' },
  ])
  expect(card.elements).toMatchObject([{ text: 'drie van vijf' }, { text: 'een groene vink' }])
})

test('a card of which nothing can be shown shows its fallback text', () => {
  expect(readCard({ body: [{ type: 'Media' }], fallbackText: 'Een kaart' }, page).elements).toMatchObject([
    { kind: 'text', text: 'Een kaart' },
  ])
})

test('whatever comes is read without a fault, however deep it nests', () => {
  fc.assert(fc.property(fc.anything(), (content) => readCard(content, page).elements.length >= 0))
  let deep: unknown = { type: 'TextBlock', text: 'diep' }
  for (let depth = 0; depth < 2_000; depth++) deep = { type: 'Container', items: [deep] }
  expect(JSON.stringify(read([deep])).includes('diep')).toBe(false)
})
