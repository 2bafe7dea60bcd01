/** Opening hours, in Amsterdam's own time. */
import { describe, expect, it } from 'vitest'
import { type Hours, hoursSchema, openAt } from '../../domain/hours.ts'

const hours: Hours = hoursSchema.parse({ from: '09:00', to: '17:30', holidays: ['2026-12-25'] })
const moment = (text: string) => new Date(text)

describe('opening hours', () => {
  it.each([
    // Winter time is an hour ahead of UTC there, summer time two.
    ['2026-11-27T08:00:00Z', { open: true }],
    ['2026-11-27T16:29:00Z', { open: true }],
    ['2026-07-01T07:00:00Z', { open: true }],
    ['2026-11-27T07:59:00Z', { day: '2026-11-27', weekday: 'friday', time: '09:00', inDays: 0 }],
    ['2026-11-27T16:30:00Z', { day: '2026-11-30', weekday: 'monday', time: '09:00', inDays: 3 }],
    ['2026-07-01T06:59:00Z', { day: '2026-07-01', weekday: 'wednesday', time: '09:00', inDays: 0 }],
    ['2026-12-24T23:30:00Z', { day: '2026-12-28', weekday: 'monday', time: '09:00', inDays: 3 }],
    // Midnight belongs to the new day, there.
    ['2026-11-29T23:00:00Z', { day: '2026-11-30', weekday: 'monday', time: '09:00', inDays: 0 }],
  ])('at %s', (text, expected) => {
    const given = openAt(hours, moment(text))
    expect(given.open ? { open: true } : given.next).toEqual(expected)
  })

  it('say nothing of the next time where that is too far away', () => {
    const days = Array.from({ length: 70 }, (_, index) =>
      new Date(Date.UTC(2026, 10, 27 + index)).toISOString().slice(0, 10),
    )
    expect(openAt({ ...hours, holidays: days }, moment('2026-11-27T20:00:00Z'))).toEqual({
      open: false,
      next: undefined,
    })
  })

  it('are refused where they are none, with what is wrong', () => {
    const wrong = [
      { from: '9:00', to: '17:00' },
      { from: '17:00', to: '09:00' },
      { from: '09:00', to: '17:00', timeZone: 'Europe/Nowhere' },
      { from: '09:00', to: '17:00', days: [] },
      { from: '09:00', to: '17:00', holidays: ['2026-02-30'] },
    ]
    for (const given of wrong) expect(hoursSchema.safeParse(given).success).toBe(false)
  })
})
