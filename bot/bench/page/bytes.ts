/** What is sent before a page can be used. */
import type { Browser, Response } from 'playwright-core'
import type { Contender } from './contender.ts'
import { openSlowPage } from './slow-phone.ts'

/** Bytes by which an answer that came by Brotli is longer by gzip; 0 for one that came otherwise. A browser cannot be kept from asking for Brotli. */
async function longerByGzip(response: Response): Promise<number> {
  const { 'content-encoding': encoding, 'content-length': length } = await response.allHeaders()
  if (encoding !== 'br') return 0
  const other = await fetch(response.url(), { headers: { 'accept-encoding': 'gzip' } })
  await other.arrayBuffer()
  const [sent, byGzip] = [Number(length), Number(other.headers.get('content-length'))]
  if (other.headers.get('content-encoding') !== 'gzip' || !(sent > 0) || !(byGzip > 0))
    throw new Error(`${response.url()} has no size by gzip`)
  return byGzip - sent
}

/** Bytes until the first choice can be tapped, headers and frames of sockets included, as they are by gzip: both sides compressed alike. */
export async function measureBytes(browser: Browser, { address, choice }: Contender): Promise<number> {
  const { page, bytes, close } = await openSlowPage(browser, { line: false })
  try {
    const responses: Response[] = []
    page.on('response', (response) => responses.push(response))
    await page.goto(address())
    await page.locator(choice).first().waitFor()
    await page.waitForLoadState('networkidle')
    const more = await Promise.all(responses.map(longerByGzip))
    return bytes() + more.reduce((sum, one) => sum + one, 0)
  } finally {
    await close()
  }
}
