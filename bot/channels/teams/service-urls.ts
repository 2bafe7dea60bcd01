/** Where activities may be sent: Microsoft's own connectors for Teams, and nowhere else. */
import { isLoopback } from '../../config.ts'

/** The connectors of Teams' public cloud; what is behind the host (`/emea/`, `/amer/`) differs by region. */
const connectors = new Set(['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'])

/** Whether a service URL is one of Microsoft's connectors for Teams. */
export function isTeamsConnector(serviceUrl: string): boolean {
  if (!URL.canParse(serviceUrl)) return false
  const { protocol, host, username, password } = new URL(serviceUrl)
  // A host with a port of its own is another one.
  return protocol === 'https:' && connectors.has(host) && username === '' && password === ''
}

/** Whether a service URL is on this machine: for a local client, and for tests. */
export const isLocalConnector = (serviceUrl: string): boolean =>
  URL.canParse(serviceUrl) &&
  new URL(serviceUrl).protocol === 'http:' &&
  isLoopback(new URL(serviceUrl).hostname)

/** A service URL as it is compared: connectors are named with and without the closing slash. */
export const plainServiceUrl = (serviceUrl: string): string => serviceUrl.replace(/\/+$/, '')
