/**
 * A page that does for the tab what Teams does: it frames it from an origin of its own, and answers what teams-js asks. The
 * user, the theme and the token are the test's.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core'
import { waitAtMost } from './browser.ts'

/** How Teams is for a user. */
export interface TeamsIs {
  readonly theme?: 'default' | 'dark' | 'contrast'
  readonly locale?: string
  /** `undefined` where Teams cannot give one. */
  readonly token?: string | undefined
  readonly frameContext?: 'content' | 'settings'
  readonly subPageId?: string
  /** Of the frame; that of the page otherwise. */
  readonly width?: number
}

/** Runs in the host page. */
function beTeams(tab: string): void {
  const teams = (window as unknown as { teams: Required<TeamsIs> & { asked: string[]; saved?: unknown } })
    .teams
  teams.asked = []
  const frame = document.createElement('iframe')
  frame.title = 'tab'
  frame.src = tab
  if (teams.width) frame.style.width = `${teams.width}px`
  const runtime = {
    apiVersion: 4,
    hostVersionsInfo: {},
    isLegacyTeams: false,
    supports: { pages: { config: {}, tabs: {} } },
  }
  const tell = (message: object) => frame.contentWindow?.postMessage(message, new URL(tab).origin)
  addEventListener('message', ({ data, source, origin }) => {
    if (source !== frame.contentWindow || origin !== new URL(tab).origin) return
    const { id, uuidAsString, func, args } = data as {
      id: number
      uuidAsString: string
      func: string
      args: unknown[]
    }
    teams.asked.push(func)
    const context = {
      theme: teams.theme,
      locale: teams.locale,
      frameContext: teams.frameContext,
      entityId: 'support',
      subEntityId: teams.subPageId,
      hostName: 'Teams',
      hostClientType: 'web',
      userObjectId: 'user',
      tid: 'tenant',
    }
    const answers: Record<string, () => unknown[]> = {
      initialize: () => [teams.frameContext, 'web', JSON.stringify(runtime), '2.58.0'],
      getContext: () => [context],
      'authentication.getAuthToken': () => (teams.token ? [true, teams.token] : [false, 'consent_required']),
      'settings.setSettings': () => {
        teams.saved = args[0]
        return [true]
      },
    }
    const answer = answers[func]
    if (answer) tell({ id, uuidAsString, args: answer() })
  })
  Object.assign(teams, { tell })
  document.body.append(frame)
}

/** Teams, on this machine. */
export interface TeamsHost {
  readonly origin: string
  /** A user opens the tab there. */
  opens(browser: Browser, tab: string, is?: TeamsIs, options?: BrowserContextOptions): Promise<OpenedTab>
  stop(): Promise<void>
}

/** A tab that is open in a host. */
export interface OpenedTab {
  readonly page: Page
  readonly tab: Frame
  /** What the browser said about the page that it should not have: faults, and what a policy forbade. */
  readonly complaints: readonly string[]
  /** Teams changes its theme. */
  changesTheme(theme: NonNullable<TeamsIs['theme']>): Promise<void>
  /** Teams has another token for its user from now on. */
  hasToken(token: string | undefined): Promise<void>
  /** Teams tells the page something. */
  tells(func: string, ...args: unknown[]): Promise<void>
  /** What was saved as the tab's place; `undefined` before that. */
  saved(): Promise<unknown>
}

const page = `<!doctype html><html lang="en"><title>Teams</title>
<style>html,body{margin:0;height:100%}body{display:flex}iframe{border:0;flex:none;width:100%;height:100%}</style><body></body></html>`

/** Starts a host. */
export async function startTeamsHost(): Promise<TeamsHost> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(page)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    async opens(browser, url, is = {}, options = {}) {
      const context = await browser.newContext(options)
      context.setDefaultTimeout(waitAtMost)
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('pageerror', ({ message }) => complaints.push(message))
      page.on('console', (message) => {
        if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
          complaints.push(message.text())
      })
      await page.goto(origin)
      const teams = { theme: 'default', locale: 'nl-nl', frameContext: 'content', ...is }
      await page.evaluate((given) => {
        Object.assign(window, { teams: given })
      }, teams)
      await page.evaluate(beTeams, url)
      const element = await page.waitForSelector('iframe')
      const tab = await element.contentFrame()
      if (!tab) throw new Error('the tab has no frame')
      const tells = (func: string, ...args: unknown[]) =>
        page.evaluate(
          ({ func, args }) => {
            const { teams } = window as unknown as { teams: { tell(message: object): void } }
            teams.tell({ func, args })
          },
          { func, args },
        )
      return {
        page,
        tab,
        complaints,
        tells,
        changesTheme: (theme) => tells('themeChange', theme),
        hasToken: (token) =>
          page.evaluate((given) => {
            Object.assign((window as unknown as { teams: object }).teams, { token: given ?? '' })
          }, token),
        saved: () => page.evaluate(() => (window as unknown as { teams: { saved?: unknown } }).teams.saved),
      }
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
