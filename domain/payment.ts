/** Paying: by card or by transfer, what is charged when, and what a former member should know. */
import { cites } from './facts.ts'
import { after, type Circumstances, type Known, needs, type Statement, say, verdict } from './rule.ts'
import type { PaymentMethod } from './values.ts'

/** Days that usually lie between an invoice and its due date (pay.card-when). */
export const usualTerm = 30

/** The day on which an invoice is expected to fall due; `undefined` where its date is not a full day. */
export const expectedDue = (invoiceDate: string): string | undefined => {
  if (invoiceDate.length !== 10) return undefined
  const day = new Date(`${invoiceDate}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + usualTerm)
  return day.toISOString().slice(0, 10)
}

const card = say('pay.card', {}, cites('pay.card-when', 'pay.invoice'))
const transfer = say('pay.transfer', {}, cites('pay.transfer-when', 'pay.transfer-costs', 'pay.invoice'))

/** When it is paid, from the invoice's date where the member has it. */
const due = (known: Known, method: PaymentMethod | undefined): Statement => {
  const invoiceDate = known.get('invoiceDate')
  const day = invoiceDate === undefined || invoiceDate === 'unsure' ? undefined : expectedDue(invoiceDate)
  const cited =
    method === 'bankTransfer' ? cites('pay.transfer-when', 'pay.card-when') : cites('pay.card-when')
  if (day !== undefined && invoiceDate !== undefined)
    return say('pay.due', { invoiceDate, due: day, method }, cited)
  return say('pay.due-on-invoice', { method }, cited)
}

/** How the member pays and what follows from it. */
export const payment = (known: Known) => {
  const tells: Statement[] = []
  let method = known.get('paymentMethod')
  if (method === undefined) return needs('paymentMethod')
  if (method === 'unsure' && !known.skipped('paymentMethod')) {
    tells.push(
      say(
        'pay.compare',
        {},
        cites('pay.methods', 'pay.card-when', 'pay.transfer-when', 'pay.transfer-costs'),
      ),
    )
    method = known.get('paymentMethod', { round: 2 })
    if (method === undefined) return needs('paymentMethod', { round: 2, tells })
  }
  const chosen = method === 'unsure' ? undefined : method
  if (chosen) tells.push(chosen === 'creditCard' ? card : transfer)
  const invoiceDate = known.get('invoiceDate')
  const received = invoiceDate === undefined ? known.get('invoiceReceived') : true
  if (received === undefined) return needs('invoiceReceived', { tells })
  if (received === true && invoiceDate === undefined) return needs('invoiceDate', { tells })
  // With a method chosen it has just been said.
  if (received !== true && !chosen) tells.push(say('pay.invoice-coming', {}, cites('pay.invoice')))
  tells.push(due(known, chosen))
  const had = known.get('hadMembership')
  if (had === undefined) return needs('hadMembership', { tells })
  if (had !== false)
    tells.push(say('pay.number-changes', { surely: had === true }, cites('member.number-changes')))
  return after(tells, verdict('paymentKnown', [say('pay.at-once', {}, cites('member.at-once'))]))
}

/** The same, as a rule. */
export const paymentChoice = (known: Known, _circumstances: Circumstances) => payment(known)
