/** The tab for support in Teams: its page, and what the page asks. */
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { TeamsSettings } from '../../config.ts'
import { mountTabCalls, type TabCallParts } from './calls.ts'
import { mountTabPage } from './page.ts'
import { makeSignIn, microsoftIssuers, microsoftKeys } from './sign-in.ts'
import { signingKeys } from './signing-keys.ts'

/** What the tab is made of. */
export interface TabParts extends Omit<TabCallParts, 'signIn'> {
  readonly teams: TeamsSettings
  /** Where members reach the server; its host is in the app's registration. */
  readonly publicUrl: string | undefined
  /** The folder that its page was built into. */
  readonly folder: string | undefined
  readonly log: Logger
}

/** Mounts the tab, until the server closes. */
export async function mountTab(app: FastifyInstance, parts: TabParts): Promise<void> {
  const { teams, publicUrl, folder, log, now } = parts
  const { appId, tenantId, localIssuer, localHost } = teams
  const keys = signingKeys(
    localIssuer === undefined
      ? microsoftKeys(tenantId)
      : new URL(`${localIssuer}/${tenantId}/discovery/v2.0/keys`),
    log,
  )
  app.addHook('onClose', async () => keys.stop())
  const signIn = makeSignIn({
    appId,
    tenantId,
    issuers: localIssuer === undefined ? microsoftIssuers(tenantId) : [`${localIssuer}/${tenantId}/v2.0`],
    host: publicUrl === undefined ? undefined : new URL(publicUrl).host,
    keys: keys.find,
    now,
  })
  mountTabCalls(app, { ...parts, signIn })
  if (folder !== undefined) await mountTabPage(app, folder, localHost)
}
