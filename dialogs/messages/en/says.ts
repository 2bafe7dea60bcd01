/** What the rules say, in English. Canon's labels are known in Dutch only, and are quoted so. */
import { links } from '../../../domain/facts.ts'
import type { Tier } from '../../../domain/values.ts'
import type { Catalogue } from '../catalogue.ts'
import { asTyped, type Format } from '../format.ts'
import { fields, supportLine, tiers } from './words.ts'

const names = (list: readonly Tier[], format: Format) => format.list(list.map((tier) => tiers[tier]))
const points = (count: number, format: Format) =>
  `${format.number(count)} ${count === 1 ? 'point' : 'points'}`

const productName = (product: string | undefined, item: number) =>
  product === undefined ? `product ${item + 1}` : `**${asTyped(product)}**`

export const says: Catalogue['says'] = {
  'account.create': ({ page }) =>
    `First you need a Canon business account, for a registered business in a participating country. ${
      page
        ? `You create it [on this page](${page}).`
        : 'On which page you create it my sources don’t say; please look on Canon’s site.'
    } After that an e-mail from donotreply@canon-europe.com comes by itself.`,
  'account.create-first': () =>
    'Then that comes first: your membership runs on your business account. Come back when you have it – I’ll remember where we were.',
  'account.email-shows': () =>
    'Here is how to tell: whoever creates a business account automatically gets an e-mail from donotreply@canon-europe.com.',
  'account.look-for-email': () =>
    'Search all your folders, spam too, for **donotreply@canon-europe.com**. Look in the mailbox of the address you created the account with.',
  'account.first-password': () =>
    `Open the e-mail from donotreply@canon-europe.com and set your password with it. Then sign in [on the sign-in page](${links.signIn}).`,
  'account.reset': () =>
    `You can reset your password at any time: [ask for a new password](${links.resetPassword}). Then sign in [on the sign-in page](${links.signIn}).`,
  'account.ready': () => 'Good, your business account works. That is what your membership will run on.',
  'account.support': ({ support }, format) =>
    `That is as far as I can take you here: somebody has to look into your account. ${supportLine(support, format)}`,
  'products.register': () =>
    'You register your products under the tab **‘Mijn producten’** (that is what it reads in Dutch), in the black bar at the top. Only people who had a CPS account before, and gave its e-mail address, can migrate.',
  'products.your-time': () =>
    'Take your time for that; I’ll wait here. After that we look at the green ticks.',
  'products.register-unsure': () =>
    'No blue button, and you don’t know whether you had a CPS account before: just register your products, under the tab **‘Mijn producten’** in the black bar at the top. Only people who had a CPS account before, and gave its e-mail address, can migrate.',
  'products.register-again': () =>
    'Then you register your products again, under the tab **‘Mijn producten’** in the black bar at the top.',
  'products.either-way': ({ support }, format) =>
    `Both are possible: you register your products again under **‘Mijn producten’**, or you ask CPS Priority support. Registering again is something you can do right now. ${supportLine(support, format)}`,
  'products.support': ({ support }, format) =>
    `Then CPS Priority support can help you. ${supportLine(support, format)} Tell them that you had a CPS account before and that you don’t see the blue button.`,
  'migrate.how': () =>
    'Then you can migrate: go to the tab **‘Mijn producten’** in the black bar and click the blue button on the right; in Dutch it reads **PRODUCTEN MIGREREN**.',
  'migrate.where': () =>
    'Have a look under the tab **‘Mijn producten’** in the black bar at the top. If you can migrate, there is a blue button on the right; in Dutch it reads **PRODUCTEN MIGREREN**.',
  'migrate.no-button': () =>
    'No blue button means that your old e-mail address was not given when your business account was registered. That leaves two ways.',
  'migrate.only-with-email': () =>
    'You can only migrate if you gave your old e-mail address while registering the business account. Without it there are two ways.',
  'migrate.if-button': () =>
    'Look in your account whether you can migrate. If the blue button is there, click it. If not, your old e-mail address didn’t come along: register your products again, or ask CPS Priority support.',
  'product.no-points': ({ name }) =>
    `A note on **${asTyped(name)}**: accessories, merchandise, paper and ink cannot be registered or give no points. Other products, such as cameras and lenses, do.`,
  'product.fields': () =>
    'Mandatory for each product are, for example, **serial number, purchase date, country of purchase and dealer**. If you don’t know something exactly, your best estimate will do. Only products with a serial number count.',
  'sheet.ready': ({ products }, format) =>
    products.length === 1
      ? 'Done! Here is your product sheet. Copy it in under **‘Mijn producten’**; a product gives points once it is fully registered there.'
      : `Done! Here is your product sheet with ${format.number(products.length)} products. Copy them in under **‘Mijn producten’**; a product gives points once it is fully registered there.`,
  'points.all': ({ migrated }) =>
    `${migrated ? 'Good news: migrated products with a green tick have had all their points.' : 'Good.'} Points come from products that are fully registered.`,
  'points.look': () =>
    'You can only see that in your account, under **‘Mijn producten’**. A green tick with a migrated product: all its points are allocated. No tick: click **‘Product bekijken’** (Dutch for ‘view product’) and check the registration.',
  'points.open-product': () =>
    'With the product that has no tick, click **‘Product bekijken’** (Dutch for ‘view product’) and go through its registration. Something mandatory may be missing.',
  'points.data-missing': () =>
    'Click **‘Product bekijken’** (Dutch for ‘view product’) with that product; there you see its registration. What you no longer know exactly may be an estimate.',
  'points.fill-in': ({ fields: missing, product, item }, format) =>
    missing.length === 1 && missing[0] === 'other'
      ? `For ${productName(product, item)}, fill in what is still missing. Your best estimate is good enough.`
      : `For ${productName(product, item)}, fill in: **${format.list(missing.map((field) => fields[field]))}**. Not sure? Your best estimate is good enough.`,
  'points.check-all': ({ product, item }) =>
    `For ${productName(product, item)}, check everything: serial number, purchase date, country of purchase and dealer are examples of what is mandatory. Your best estimate is good enough.`,
  'points.support': ({ support }, format) =>
    `After three rounds without a tick somebody should take a look. ${supportLine(support, format)}`,
  'tiers.exact': ({ points: near }, format) => `Around ${points(near, format)} the exact number matters.`,
  'tiers.levels': ({ points: count, bound, levels }, format) => {
    const counted = points(count, format)
    const having = { about: `about ${counted}`, over: `${counted} or more`, under: `at most ${counted}` }
    const openness = {
      open: 'open to you',
      closed: 'not yet',
      account: 'you can only see that in your account',
    }
    const lines = levels.map(
      ({ tier, openness: is, from }) =>
        `- **${tiers[tier]}**: ${openness[is]}${is === 'closed' && from !== undefined ? ` (from ${format.number(from)} points)` : ''}`,
    )
    const reserve = levels.some(({ openness: is }) => is === 'account')
      ? '\n\nWhere the line lies for those, my sources don’t say. That Silver is open from 500 and Corporate is not at 2,500 or fewer is what I infer from them.'
      : ''
    return `With ${bound ? having[bound] : counted} it looks like this:\n\n${lines.join('\n')}${reserve}`
  },
  'tiers.next': ({ missing, at, opens }, format) =>
    opens.length > 0
      ? `${missing === 1 ? 'One more point takes' : `Another ${points(missing, format)} take`} you to ${format.number(at)}, and then ${names(opens, format)} ${opens.length === 1 ? 'is' : 'are'} open too.`
      : `${missing === 1 ? 'One more point takes' : `Another ${points(missing, format)} take`} you to the next line: ${format.number(at)}.`,
  'tiers.too-few': ({ missing, at }, format) =>
    `${missing === undefined ? 'You are' : `You are **${points(missing, format)}** short, which keeps you`} below the ${format.number(at)} points from which you are invited to CPS. Points come from fully registered products; if you have any that aren’t in there yet, register those.`,
  'tiers.without-points': () =>
    'No problem: your account shows which levels are open to you. To give you an idea: from 500 points you are invited, with 2,000 you can choose any of Silver, Gold and Platinum, and with more than 2,500 Corporate as well.',
  'tiers.switch': () =>
    'With more than 2,500 points you choose between Corporate and Silver, Gold or Platinum yourself, with the switch that reads **AAN/UIT** (ON/OFF) in Dutch, under **‘Beschikbare CPS-categorieën’**. Which position means which my sources don’t say, so watch which levels you see.',
  'tiers.fees': ({ fees }, format) =>
    `The annual fee: ${format.list(fees.map(({ tier, amount, currency }) => `${tiers[tier]} ${format.money(amount, currency)}`))}.`,
  'tier.not-open': ({ tier, missing, at }, format) =>
    tier === 'corporate'
      ? `Corporate takes more than 2,500 points${missing === undefined ? '' : `; you are ${format.number(missing)} short`}.`
      : `${tiers[tier]} is not open to you yet${at === undefined ? '' : `: it takes ${points(at, format)}`}${missing === undefined ? '' : `, and you are ${format.number(missing)} short`}.`,
  'tier.chosen': ({ tier, surely }) =>
    surely
      ? `**${tiers[tier]}** it is. Choose it in your account, then go on to the purchase.`
      : `**${tiers[tier]}** it is. Is it among the levels that your account offers? Then choose it there and go on to the purchase. Whether it is open to you only your account knows.`,
  'tier.later': () => 'No need to choose now. Your account shows all the levels you can take side by side.',
  'pay.compare': () =>
    'The difference:\n\n- **Credit card**: the fee isn’t taken at once, but on the due date on your invoice – usually 30 days.\n- **Bank transfer**: you pay yourself, before the due date. There may be local extra costs.',
  'pay.card': () =>
    'With a credit card the fee isn’t taken at once, but on the due date on your invoice. The invoice comes within a few hours.',
  'pay.transfer': () =>
    'With a bank transfer you pay yourself, before the due date on your invoice. There may be local extra costs. The invoice comes within a few hours.',
  'pay.invoice-coming': () => 'The invoice comes within a few hours.',
  'pay.due': ({ invoiceDate, due, method }, format) =>
    `With an invoice of ${format.date(invoiceDate)} I expect **${format.date(due)}** as the due date${method === 'bankTransfer' ? '; pay before that day' : method === 'creditCard' ? '; that is when the fee is taken' : ''}. I counted the usual 30 days, which my source gives for the credit card. The date on the invoice itself always wins.`,
  'pay.due-on-invoice': ({ method }) =>
    `${method === 'bankTransfer' ? 'The day before which you pay' : method === 'creditCard' ? 'The day on which the fee is taken' : 'The due date'} stands on your invoice${method === 'bankTransfer' ? '' : '; with a credit card that is usually 30 days'}. That date is the one that counts.`,
  'pay.number-changes': ({ surely }) =>
    surely
      ? 'Note: because you were a member before, you get a new CPS membership number.'
      : 'If you were a member before after all, your CPS membership number changes.',
  'pay.at-once': () => 'You can use your membership at once.',
  'join.done': () =>
    'And that was the whole way: finish the purchase in your account, and you are a member. Congratulations in advance!',
  'date.future': ({ date }, format) =>
    `${format.date(date)} lies in the future, so that date can’t be right. I haven’t noted it; everything else is still there.`,
}
