/** When people of support are there: on which days, from when to when, and which days they are not. Pure: the moment is an argument. */
import { z } from 'zod'
import { isoDay } from './values.ts'

/** The days of the week, as a policy names them. */
export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const

const isTimeZone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "give a time as '09:00'")

/** Opening hours, as they stand in the policy. */
export const hoursSchema = z
  .strictObject({
    /** An IANA time zone. */
    timeZone: z.string().refine(isTimeZone, 'not a time zone').default('Europe/Amsterdam'),
    days: z.array(z.enum(weekdays)).min(1).default(['monday', 'tuesday', 'wednesday', 'thursday', 'friday']),
    from: time,
    to: time,
    /** Days on which nobody is there. */
    holidays: z.array(isoDay).default([]),
  })
  .refine(({ from, to }) => from < to, 'hours end after they begin')

/** Opening hours. */
export type Hours = z.infer<typeof hoursSchema>

/** A moment at which support opens: the day there (ISO 8601), the day of the week and the time. */
export interface Opening {
  readonly day: string
  readonly weekday: (typeof weekdays)[number]
  readonly time: string
  /** Days from now; 0 is today, there. */
  readonly inDays: number
}

const hourFormats = new Map<string, Intl.DateTimeFormat>()

const formatIn = (timeZone: string): Intl.DateTimeFormat => {
  const known = hourFormats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  hourFormats.set(timeZone, made)
  return made
}

/** The day and the time of day of a moment, there. */
const there = (timeZone: string, now: Date): { readonly day: string; readonly time: string } => {
  const parts = Object.fromEntries(
    formatIn(timeZone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  )
  return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` }
}

const weekdayOf = (day: string) => weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]!

const isServed = ({ days, holidays }: Hours, day: string): boolean =>
  days.includes(weekdayOf(day)) && !holidays.includes(day)

const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** Further ahead than this no opening is looked for. Days. */
const lookAhead = 60

/** Whether somebody is there at this moment, and if not, when they are next; `next` is absent where that is too far away. */
export function openAt(
  hours: Hours,
  now: Date,
): { readonly open: true } | { readonly open: false; readonly next: Opening | undefined } {
  const { day, time: clock } = there(hours.timeZone, now)
  if (isServed(hours, day) && clock >= hours.from && clock < hours.to) return { open: true }
  const first = isServed(hours, day) && clock < hours.from ? 0 : 1
  for (let inDays = first; inDays <= lookAhead; inDays++) {
    const next = plusDays(day, inDays)
    if (isServed(hours, next))
      return { open: false, next: { day: next, weekday: weekdayOf(next), time: hours.from, inDays } }
  }
  return { open: false, next: undefined }
}
