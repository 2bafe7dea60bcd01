/** What the tab asks: `GET /api/tab/…`. Nobody is answered anything who is not signed in, and of support. */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { dayLength, type Store } from '../../stores/store.ts'
import {
  type CaseAnswer,
  type CasesAnswer,
  type QuestionsAnswer,
  type RatingsAnswer,
  type StuckAnswer,
  spans,
  tabLanguages,
} from '../../tab/protocol.ts'
import { bearer, parse } from '../web/call-checks.ts'
import { ProtocolError, refusals } from '../web/protocol-error.ts'
import { caseIn, casesIn } from './case-answers.ts'
import type { CasesToSee } from './cases.ts'
import { ratingsIn, stuckIn } from './figures.ts'
import type { SignIn, TabUser } from './sign-in.ts'

/** What the calls are answered with. */
export interface TabCallParts {
  readonly store: Pick<Store, 'load' | 'read' | 'counts' | 'questions'>
  readonly cases: CasesToSee
  readonly signIn: (token: string | undefined) => Promise<SignIn>
  /** Whether a user of the tenant is of support; rejects where that cannot be known now. */
  readonly isSupport: (user: TabUser) => Promise<boolean>
  readonly now: () => Date
}

type Answer = CasesAnswer | CaseAnswer | StuckAnswer | QuestionsAnswer | RatingsAnswer

const questionsAtMost = 300

const language = z.enum(tabLanguages).default('nl')
const inWords = z.object({ language })
const overDays = z.object({
  language,
  days: z.coerce
    .number()
    .pipe(z.literal([...spans]))
    .default(30),
})
const ofCase = z.object({ id: z.string().min(1).max(100) })

const notSupport = () => new ProtocolError(403, 'NotSupport', 'This is for members of support only.')

/** Mounts the calls. */
export function mountTabCalls(app: FastifyInstance, parts: TabCallParts): void {
  const { store, cases, signIn, isSupport, now } = parts

  async function checked(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const check = await signIn(bearer(request))
    if (check.kind === 'unknown') throw refusals.store()
    if (check.kind === 'refused') {
      reply.header('www-authenticate', 'Bearer')
      throw refusals.noToken()
    }
    const isOne = await isSupport(check.user).catch((error: Error) => {
      request.log.warn({ fault: error.name }, 'it could not be seen who is of support')
      throw refusals.store()
    })
    if (!isOne) throw notSupport()
  }

  /** Answers, or says that it is what the page has already; nobody on the way keeps it. */
  function send(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
    const body = JSON.stringify(answer)
    const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    reply.header('etag', tag)
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    return reply.type('application/json; charset=utf-8').send(body)
  }

  const countsOver = (days: number) => {
    const to = now().getTime()
    return store.counts(to - (days - 1) * dayLength, to)
  }

  void app.register(
    async (scope) => {
      scope.addHook('onRequest', async (request, reply) => {
        reply.header('cache-control', 'no-store').header('vary', 'authorization')
        await checked(request, reply)
      })

      scope.get('/cases', async (request, reply) =>
        send(request, reply, await casesIn(cases, parse(inWords, request.query).language)),
      )
      scope.get('/cases/:id', async (request, reply) => {
        const { id } = parse(ofCase, request.params)
        const asked = parse(inWords, request.query)
        const answer = await caseIn({ cases, store, now: now().getTime() }, id, asked.language)
        if (!answer) throw refusals.notFound()
        return send(request, reply, answer)
      })
      scope.get('/stuck', async (request, reply) => {
        const asked = parse(overDays, request.query)
        return send(request, reply, stuckIn(await countsOver(asked.days), asked.language))
      })
      scope.get('/ratings', async (request, reply) =>
        send(request, reply, ratingsIn(await countsOver(parse(overDays, request.query).days))),
      )
      scope.get('/questions', async (request, reply) => {
        const kept = await store.questions()
        return send(request, reply, { total: kept.length, questions: [...kept.slice(0, questionsAtMost)] })
      })
    },
    { prefix: '/api/tab' },
  )
}
