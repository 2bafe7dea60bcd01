/** The headers of the tab's page: Teams alone may frame it, and it speaks to this server alone. */
import type { Headers } from '../web/headers.ts'

/** Teams' own addresses, as Microsoft names them for tabs. */
const teamsHosts = [
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.cloud.microsoft',
] as const

/** Where teams-js looks which addresses Microsoft has added since it was made. */
const hostList = 'https://res.cdn.office.net/teams-js/validDomains/json/validDomains.json'

/** The page's policy; a local host is a page on this machine that may frame it too. */
export const tabHeaders = (localHost: string | undefined): Headers => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${hostList}`,
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    `frame-ancestors ${[...teamsHosts, ...(localHost === undefined ? [] : [localHost])].join(' ')}`,
    // Text never becomes markup or a script: the page has no policy that could make it so.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
})
