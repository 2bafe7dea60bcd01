/** The token that the bot shows to connectors: asked for with the app's password, kept until shortly before it expires. */
import { request } from 'undici'
import { z } from 'zod'

/** Where the token comes from, and for whom. */
export interface BotTokenParts {
  readonly endpoint: string
  readonly appId: string
  readonly password: string
}

/** Gives the bot's token; asked for by many at once it is fetched once. Rejects where none can be had. */
export interface BotToken {
  get(): Promise<string>
  /** It was refused: the next one is asked for anew. */
  forget(): void
}

/** Milliseconds. */
const within = 4_000
/** So long before its end a token is exchanged for another, in the background. */
const early = 10 * 60_000

const scope = 'https://api.botframework.com/.default'
const answerShape = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() })

/** Asks for tokens as they are needed. */
export function makeBotToken({ endpoint, appId, password }: BotTokenParts): BotToken {
  let token: { readonly text: string; readonly endsAt: number } | undefined
  let underWay: Promise<string> | undefined

  async function fetchToken(): Promise<string> {
    const { statusCode, body } = await request(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: password,
        scope,
      }).toString(),
      signal: AbortSignal.timeout(within),
    })
    if (statusCode !== 200) {
      await body.dump()
      throw new Error(`no token: status ${statusCode}`)
    }
    const { access_token: text, expires_in: lasts } = answerShape.parse(await body.json())
    token = { text, endsAt: performance.now() + lasts * 1000 }
    return text
  }

  function refresh(): Promise<string> {
    underWay ??= fetchToken().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  return {
    async get() {
      const left = token ? token.endsAt - performance.now() : 0
      if (!token || left <= 0) return refresh()
      if (left < early) refresh().catch(() => {})
      return token.text
    },
    forget: () => {
      token = undefined
    },
  }
}
