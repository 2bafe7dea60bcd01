/** A phone that is not new, on a line that is not good: as Lighthouse has it. */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'

/**
 * Lighthouse's 'Slow 4G', 1.6 Mbit/s down, 750 kbit/s up and 150 ms round trip, in the way in which DevTools applies it: a
 * delay of 3.75 round trips for each request, which stands for a connection's own, and nine tenths of the rate.
 */
export const slow4G = {
  latency: 150 * 3.75,
  downloadThroughput: (1.6 * 1024 * 1024 * 0.9) / 8,
  uploadThroughput: (750 * 1024 * 0.9) / 8,
} as const

/** How many times slower than this machine the processor is. */
export const slowdown = 4

/** A page on such a phone. */
export interface SlowPage {
  readonly page: Page
  /** Bytes that have come over the network, headers and frames of sockets among them. */
  readonly bytes: () => number
  /** Slows the processor down, or lets it go. */
  slow(times: number): Promise<void>
  close(): Promise<void>
}

const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
} as const

/** Opens an empty page, with nothing in its cache; `kept` is on the device already. */
export async function openSlowPage(
  browser: Browser,
  { line, kept = {} }: { readonly line: boolean; readonly kept?: Readonly<Record<string, string>> },
): Promise<SlowPage> {
  const context: BrowserContext = await browser.newContext({ ...phone, locale: 'en-GB' })
  await context.addInitScript((given) => {
    for (const [name, value] of Object.entries(given)) localStorage.setItem(name, value)
  }, kept)
  const page = await context.newPage()
  page.setDefaultTimeout(120_000)
  const session: CDPSession = await context.newCDPSession(page)
  let bytes = 0
  await session.send('Network.enable')
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    bytes += response.payloadData.length
  })
  if (line) await session.send('Network.emulateNetworkConditions', { offline: false, ...slow4G })
  return {
    page,
    bytes: () => bytes,
    slow: async (rate) => {
      await session.send('Emulation.setCPUThrottlingRate', { rate })
    },
    close: () => context.close(),
  }
}
