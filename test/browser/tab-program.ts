/** The program with Teams set up on this machine: a local issuer, a local host, and a store with something to see in it. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import { startServer } from '../../bot/main.ts'
import type { Server } from '../../bot/server.ts'
import { type Opened, openConversation, say } from '../bot/direct-line-client.ts'
import { agentOid, type LocalIssuer, startLocalIssuer } from '../bot/tab/local-issuer.ts'
import { SomeCases, someCase } from '../bot/tab/some-cases.ts'
import { startTeamsHost, type TeamsHost } from './teams-host.ts'

const minute = 60_000
const day = 24 * 60 * minute
const builtTab = fileURLToPath(new URL('../../dist/tab/index.html', import.meta.url))

/** What a test has. */
export class TabProgram {
  readonly cases = new SomeCases()
  readonly issuer: LocalIssuer
  readonly host: TeamsHost
  private server: Server | undefined
  private port = '0'
  private readonly folder = mkdtempSync(join(tmpdir(), 'cps-tab-'))

  private constructor(issuer: LocalIssuer, host: TeamsHost) {
    this.issuer = issuer
    this.host = host
  }

  static async start(): Promise<TabProgram> {
    const program = new TabProgram(await startLocalIssuer(), await startTeamsHost())
    writeFileSync(join(program.folder, 'policy.yaml'), `supportMembers: [${agentOid}]\n`)
    await program.serve()
    return program
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get tab(): string {
    return `${this.url}/tab/`
  }

  get store() {
    if (!this.server) throw new Error('the program is stopped')
    return this.server.store
  }

  /** Serves, again at the same address. */
  async serve(): Promise<void> {
    this.server = await startServer({
      environment: {
        PORT: this.port,
        DATA_DIR: this.folder,
        POLICY_FILE: join(this.folder, 'policy.yaml'),
        TEAMS_LOCAL_HOST: this.host.origin,
        ...this.issuer.environment,
      },
      log: pino({ level: 'silent' }),
      cases: this.cases,
    })
    this.port = new URL(this.server.url).port
  }

  async stop(): Promise<void> {
    await this.server?.stop()
    this.server = undefined
  }

  /** A member who said these things. */
  async member(locale: 'nl' | 'en', ...texts: readonly string[]): Promise<Opened> {
    const opened = await openConversation(this.url, { locale })
    for (const text of texts) await say(this.url, opened, text)
    return opened
  }

  /** Something of everything. */
  async fill(): Promise<void> {
    const stuck = await this.member(
      'nl',
      'Producten registreren',
      'Geen groen vinkje',
      'EOS R5',
      '012345678901',
      'Ik wil een mens spreken',
    )
    const english = await this.member('en', 'Which level can I choose?', '1999')
    this.cases.all = [
      someCase('case-1', {
        conversationId: stuck.conversationId,
        wants:
          'Mijn camera krijgt geen groen vinkje, ook niet nadat ik het serienummer heb verbeterd. Wat nu?',
        step: { talk: 'registration', question: 'greenTickVisible' },
        openedAt: Date.now() - 47 * minute,
        notes: [
          {
            by: 'Sanne de Vries',
            at: Date.now() - 20 * minute,
            text: 'Serienummer klopt; ligt bij de registratie zelf.',
          },
        ],
      }),
      someCase('case-2', {
        conversationId: english.conversationId,
        language: 'en',
        wants: 'Which level fits 1,999 points?',
        reason: 'notUnderstood',
        step: { talk: 'tierSelection', question: 'tier' },
        openedAt: Date.now() - 8 * minute,
      }),
      someCase('case-3', { wants: '', openedAt: Date.now() - 20_000 }),
      someCase('case-4', {
        state: 'assigned',
        assignee: { name: 'Sanne de Vries' },
        wants: 'Ik heb de automatische e-mail nooit gekregen',
        step: { talk: 'passwordReset', question: 'accountEmailReceived' },
        openedAt: Date.now() - 3 * 60 * minute,
      }),
    ]
    const asked = (talk: string, slot: string, ...numbers: readonly number[]) =>
      Object.fromEntries(
        ['asked', 'answered', 'unsure', 'skipped', 'left', 'missed'].map((step, index) => [
          `question ${talk} ${slot} ${step}`,
          numbers[index] ?? 0,
        ]),
      )
    await this.store.keepCounts(
      {
        'talk onboarding started': 212,
        'talk onboarding completed': 120,
        'talk onboarding handedOff': 9,
        'talk onboarding cancelled': 21,
        ...asked('onboarding', 'hasBusinessAccount', 212, 198, 6, 0, 3, 4),
        ...asked('onboarding', 'signedIn', 190, 171, 8, 1, 4, 2),
        'talk registration started': 86,
        'talk registration completed': 40,
        'talk registration handedOff': 6,
        'talk registration cancelled': 12,
        ...asked('registration', 'greenTickVisible', 86, 52, 9, 2, 8, 11),
        ...asked('registration', 'serialNumber', 44, 31, 3, 4, 2, 5),
        'rating 5': 41,
        'rating 4': 22,
        'rating 3': 9,
        'rating 2': 3,
        'rating 1': 4,
        'rating declined': 12,
      },
      Date.now(),
    )
    await this.store.keepCounts({ 'rating 5': 4, 'rating 2': 1 }, Date.now() - day)
    const questions = [
      ['nl', 'Kan ik mijn punten overdragen aan een collega?', 7],
      ['nl', 'Geldt de korting ook op tweedehands objectieven?', 3],
      ['en', 'Is there a student level?', 2],
    ] as const
    for (const [language, text, times] of questions)
      for (let time = 0; time < times; time++) await this.store.keepQuestion({ language, text }, Date.now())
  }

  async end(): Promise<void> {
    await this.stop()
    await this.host.stop()
    await this.issuer.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A program with a tab for this file. */
export function useTabProgram(): () => TabProgram {
  let program: TabProgram | undefined
  beforeAll(async () => {
    if (!existsSync(builtTab)) throw new Error('the tab is not built: `npm run build` does that')
    program = await TabProgram.start()
  }, 60_000)
  afterAll(() => program?.end())
  return () => {
    if (!program) throw new Error('the program did not start')
    return program
  }
}
