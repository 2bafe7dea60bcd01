/** Teams around the page: whether it is there, what its user likes, and who the user is. */
import { app, authentication, pages } from '@microsoft/teams-js'

/** The themes of Teams that look different. */
export type Theme = 'default' | 'dark' | 'contrast'

/** Where the page finds itself. */
export interface Surroundings {
  readonly theme: Theme
  /** Of the user's own Teams. */
  readonly locale: string
  /** The tab is being added to a team or a chat. */
  readonly isSetting: boolean
  /** The case that a link led to. */
  readonly caseId: string | undefined
}

/** After so long without a word nobody believes any more that Teams is there. Milliseconds. */
const patience = 10_000

const themeOf = (name: string | undefined): Theme =>
  name === 'dark' || name === 'contrast' ? name : 'default'

const isLoopback = (hostname: string) => hostname === 'localhost' || hostname === '127.0.0.1'

/**
 * Who else than Teams may be around the page: on one's own machine, whoever the server lets frame it (its policy says who).
 * Everywhere else teams-js listens to Microsoft's addresses alone.
 */
function localHosts(): string[] {
  const parent = app.getImmediateParentOrigin()
  return isLoopback(location.hostname) && parent ? [parent] : []
}

/** Meets Teams; rejects where it is not there. */
export async function arrive(onTheme: (theme: Theme) => void): Promise<Surroundings> {
  const late = new Promise<never>((_, reject) => setTimeout(reject, patience, new Error('nobody answers')))
  await Promise.race([app.initialize(localHosts()), late])
  app.registerOnThemeChangeHandler((name) => onTheme(themeOf(name)))
  const context = await app.getContext()
  app.notifyAppLoaded()
  void app.notifySuccess()
  return {
    theme: themeOf(context.app.theme),
    locale: context.app.locale,
    isSetting: String(context.page.frameContext) === 'settings',
    caseId: /^case\/([\w-]{1,100})$/.exec(context.page.subPageId ?? '')?.[1],
  }
}

/** The token that Teams has for its user; rejects where it gives none. */
export const userToken = (): Promise<string> => authentication.getAuthToken()

/** Lets Teams put the tab where it is being added, under this name. */
export function offerTab(name: string): void {
  const url = `${location.origin}/tab/`
  pages.config.registerOnSaveHandler((saving) => {
    const tab = { entityId: 'support', contentUrl: url, websiteUrl: url, suggestedDisplayName: name }
    pages.config.setConfig(tab).then(
      () => saving.notifySuccess(),
      () => saving.notifyFailure(),
    )
  })
  pages.config.setValidityState(true)
}
