/** `npm run demo-site`: a site of somebody else's with the launcher on it, and the assistant that it talks to. */
import { startServer } from '../main.ts'
import { openDemoSite } from './site.ts'

/** Ports of this machine; both can be told by the environment. */
const ports = { site: Number(process.env.DEMO_PORT ?? 4000), bot: process.env.PORT ?? '3978' }

/** Opens both, and closes both when it is told to stop. */
export async function openDemo(): Promise<void> {
  let bot = ''
  const site = await openDemoSite(() => bot, ports.site)
  const allowed = [process.env.ALLOWED_ORIGINS, site.origin].filter(Boolean).join(',')
  const server = await startServer({
    environment: { ...process.env, PORT: ports.bot, ALLOWED_ORIGINS: allowed },
  })
  bot = server.url.replace('localhost', '127.0.0.1')
  process.stdout.write(
    `The site: ${site.origin}/ (attributes go in the address: ${site.origin}/?talk=migration&accent=%23006699)\n`,
  )
  const stop = async () => {
    await site.close()
    await server.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
}
