import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstLanguage, languageOf } from '../../../bot/web/language.ts'
import { dataText, safeFile, safeLink } from '../../../bot/web/links.ts'
import { memberOf, readActivity, readActivitySet, readGrant } from '../../../bot/web/protocol.ts'

const page = 'https://bot.example.org/'
const message = (more: object) =>
  readActivity({ type: 'message', id: 'c|1', from: { id: 'bot', role: 'bot' }, ...more }, page)

test('choices are tapped as their value, or their label where they have none', () => {
  const actions = [
    { type: 'imBack', title: 'Ja', value: 'Ja' },
    { type: 'imBack', title: 'Nee' },
    { type: 'openUrl', title: 'Canon', value: 'https://example.org/' },
    { type: 'openUrl', title: 'Kwaad', value: 'javascript:alert(1)' },
    { type: 'call', title: 'Bel', value: 'tel:1' },
  ]
  expect(message({ suggestedActions: { actions } })?.choices).toEqual([
    { kind: 'say', title: 'Ja', text: 'Ja' },
    { kind: 'say', title: 'Nee', text: 'Nee' },
    { kind: 'open', title: 'Canon', url: 'https://example.org/' },
  ])
})

test('each source is named once', () => {
  const claim = (name: string, more = {}) => ({
    '@type': 'Claim',
    appearance: { '@type': 'DigitalDocument', name, ...more },
  })
  const entities = [
    {
      type: 'https://schema.org/Message',
      citation: [claim('Gids'), claim('Gids'), claim('Voorwaarden', { url: 'ftp://x' })],
    },
  ]
  expect(message({ entities })?.citations).toEqual([{ name: 'Gids' }, { name: 'Voorwaarden' }])
})

test('progress is told, told to be none, or not spoken of', () => {
  expect(message({ channelData: { cps: { progress: { step: 2, of: 5 } } } })?.progress).toEqual({
    step: 2,
    of: 5,
  })
  expect(message({ channelData: { cps: { progress: null } } })?.progress).toBeNull()
  expect(message({ channelData: { cps: { progress: { step: 9, of: 5 } } } })?.progress).toBeNull()
  expect(message({})?.progress).toBeUndefined()
})

test('files are kept only where no browser runs them', () => {
  const attachments = [
    { contentType: 'text/csv', name: 'a.csv', contentUrl: 'data:text/csv,a' },
    { contentType: 'text/html', name: 'a.html', contentUrl: 'data:text/html,<script>' },
    { contentType: 'image/svg+xml', name: 'a.svg', contentUrl: 'data:image/svg+xml,<svg>' },
    { contentType: 'text/plain', contentUrl: 'data:text/plain,x' },
  ]
  expect(message({ attachments })?.attachments).toEqual([
    { kind: 'file', name: 'a.csv', url: 'data:text/csv,a', type: 'text/csv' },
  ])
  expect(safeFile('mailto:a@example.org', page)).toBeUndefined()
})

test('plain http leads only to the page itself and to this machine', () => {
  expect(safeLink('http://example.org/', page)).toBeUndefined()
  expect(safeLink('http://127.0.0.1:3978/t', page)).toBe('http://127.0.0.1:3978/t')
  expect(safeLink('http://192.168.1.4/t', 'http://192.168.1.4/')).toBe('http://192.168.1.4/t')
  expect(safeLink('/t', page)).toBe('https://bot.example.org/t')
})

test('the text of a data address is read in both of its spellings', () => {
  expect(dataText('data:text/plain;charset=utf-8,caf%C3%A9%20%E2%82%AC')).toBe('café €')
  expect(dataText(`data:text/plain;charset=utf-8;base64,${Buffer.from('café €').toString('base64')}`)).toBe(
    'café €',
  )
  expect(dataText('data:text/plain;base64,%%%')).toBeUndefined()
  expect(dataText('https://example.org/')).toBeUndefined()
})

test('whatever comes over the wire is read without a fault', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (one, other) => {
      readActivity(one, page)
      message({ attachments: one, entities: other, suggestedActions: one, channelData: other })
      readGrant(one)
      expect(readActivitySet({ activities: [one, other] }, page).activities.length).toBeLessThanOrEqual(2)
    }),
  )
})

test('the member’s id stands in the token', () => {
  const body = Buffer.from(JSON.stringify({ user: 'dl_ü' })).toString('base64url')
  expect(memberOf(`x.${body}.y`)).toBe('dl_ü')
  for (const token of ['', 'x', 'x.y.z', 'x.e30.z']) expect(memberOf(token)).toBeUndefined()
})

test('a first load speaks the language that is asked for, else the browser’s, else Dutch', () => {
  expect(firstLanguage('en', 'nl-NL')).toBe('en')
  expect(firstLanguage('xx', 'nl-BE')).toBe('nl')
  expect(firstLanguage(null, 'de-DE')).toBe('en')
  expect(firstLanguage(null, undefined)).toBe('nl')
  expect(firstLanguage(null, '')).toBe('nl')
  expect(languageOf('toString')).toBeUndefined()
})
