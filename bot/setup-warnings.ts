/** What is not wrong with the set-up, and yet something that an operator should know. */
import { type Config, isLoopback } from './config.ts'

const isPublic = (url: string | undefined) => url !== undefined && !isLoopback(new URL(url).hostname)

/** Whether others are meant to reach the server, or a proxy in front of it: then what comes from this machine need not be from who is at it. */
export const isReachedByOthers = ({
  publicUrl,
  trustProxy,
}: Pick<Config, 'publicUrl' | 'trustProxy'>): boolean => isPublic(publicUrl) || trustProxy !== false

/** One sentence each. */
export function setupWarnings({ publicUrl, trustProxy }: Config): readonly string[] {
  return isPublic(publicUrl) && trustProxy === false
    ? [
        'TRUST_PROXY is not set, and PUBLIC_URL is: behind a proxy all members count as one address, and share its limits.',
      ]
    : []
}
