/** Answers by mail, through a real mail server on loopback, with a link back into the conversation. */
import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { makeMailer } from '../../../bot/handoff/mail.ts'
import { catalogues } from '../../../dialogs/messages/index.ts'
import { call, type Opened, readSince } from '../direct-line-client.ts'
import { sanne } from './stub-teams.ts'
import { supportWorld, until } from './support-world.ts'

const { handOff: says } = catalogues.nl
const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** A mail server that keeps what it gets, or refuses it. */
async function mailServer({ refuses = 0 } = {}) {
  let refused = 0
  const mails: { readonly to: readonly string[]; readonly text: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (refused++ < refuses) return done(Object.assign(new Error('try later'), { responseCode: 451 }))
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: decoded(Buffer.concat(parts).toString('utf8')),
        })
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  stops.push(() => new Promise<void>((done) => server.close(() => done())))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { mails, url: `smtp://127.0.0.1:${port}` }
}

/** Quoted-printable, as far as these mails need it. */
const decoded = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

const mailerOf = (url: string) => makeMailer({ url, from: 'CPS Assistant <noreply@example.org>' })

describe('mail', () => {
  it('brings a member who has gone the answer, and back into the conversation by its link', async () => {
    const { mails, url } = await mailServer()
    const world = await supportWorld({ support: { mailer: mailerOf(url), mailAfter: 60_000 } })
    const member = await world.member()
    await member.asksForPerson()
    await member.hears('e-mailadres')
    await member.says('mijn e-mailadres is anna@example.org')
    const card = await world.card()
    await until(async () => (await world.cases())[0]?.email === 'anna@example.org')
    member.end()
    await world.writes(card, 'Je vinkje staat er weer!')
    await world.writes(card, 'Kijk maar.')
    await member.hears('Kijk maar.')
    expect(mails).toEqual([])
    world.clock.ahead += 61_000
    await until(() => mails.length === 1, 'the mail')
    const [mail] = mails
    expect(mail!.to).toEqual(['anna@example.org'])
    expect(mail!.text).toContain('Sanne: Je vinkje staat er weer!')
    expect(mail!.text).toContain('Kijk maar.')
    const token = /#back=(\S+)/.exec(mail!.text)?.[1]
    const resumed = await call<Opened>(world.server.url, '/tokens/resume', { body: { resume: token } })
    expect(resumed).toMatchObject({ status: 200, body: { conversationId: member.opened.conversationId } })
    const { activities } = (await readSince(world.server.url, { ...member.opened, ...resumed.body })).body
    expect(activities.some(({ text }) => text === 'Kijk maar.')).toBe(true)
    // Another's token is none, and after a week it is none either.
    const forged = `${token!.slice(0, -8)}AAAAAAAA`
    expect((await call(world.server.url, '/tokens/resume', { body: { resume: forged } })).status).toBe(401)
    expect(
      (await call(world.server.url, '/tokens/resume', { body: { resume: member.opened.token } })).status,
    ).toBe(401)
    world.clock.ahead += 8 * 24 * 60 * 60_000
    expect((await call(world.server.url, '/tokens/resume', { body: { resume: token } })).status).toBe(403)
    expect(mails).toHaveLength(1)
  })

  it('is not sent to who answers; where the server refuses it for now it is sent later, once', async () => {
    const { mails, url } = await mailServer({ refuses: 1 })
    const world = await supportWorld({ support: { mailer: mailerOf(url), mailAfter: 60_000 } })
    const member = await world.member()
    await member.asksForPerson()
    await member.says('mijn e-mailadres is anna@example.org')
    const card = await world.card()
    await until(async () => (await world.cases())[0]?.email === 'anna@example.org')
    await world.writes(card, 'Ben je er?')
    await member.hears('Ben je er?')
    await member.says('ja hoor')
    await until(async () => (await world.cases())[0]?.unreadSince === null)
    await world.writes(card, 'Mooi.')
    await member.hears('Mooi.')
    world.clock.ahead += 61_000
    await until(async () => {
      const [document] = await world.server.store.documents('case', Date.now())
      return (JSON.parse(document!.json) as { post: { mail: { failures: number } } }).post.mail.failures === 1
    })
    expect(mails).toEqual([])
    world.clock.ahead += 31_000
    await until(() => mails.length === 1)
    await until(async () => (await world.cases())[0]?.unreadSince === null)
    expect(mails[0]!.text).toContain('Mooi.')
    expect(mails[0]!.text).not.toContain('Ben je er?')
    expect((await member.texts()).some((text) => text.includes(says.claimed('Sanne')))).toBe(true)
    member.end()
  })
})

describe('typing', () => {
  it('is seen both ways, while a person talks with the member', async () => {
    const world = await supportWorld()
    const member = await world.member()
    await member.asksForPerson()
    const card = await world.card()
    await world.press(card, 'claim')
    await member.hears(says.claimed('Sanne'))
    const types = () =>
      call(world.server.url, `/conversations/${member.opened.conversationId}/activities`, {
        token: member.opened.token,
        body: { type: 'typing', from: { id: 'x' } },
      })
    expect((await types()).status).toBe(200)
    await types()
    await until(() => world.teams.posted.some(({ activity }) => activity.type === 'typing'))
    expect(world.teams.posted.filter(({ activity }) => activity.type === 'typing')).toHaveLength(1)
    await world.desk.typed(world.teams.threadOf(card), sanne)
    await until(() => member.socket.activities.some(({ type }) => type === 'typing'))
    member.end()
  })
})
