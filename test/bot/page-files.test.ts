import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { runningServer, temporaryFolder } from './running-server.ts'

describe('the page’s files', () => {
  it('are served with headers that suit them, compressed where the browser takes it', async () => {
    const pageFolder = temporaryFolder()
    mkdirSync(join(pageFolder, 'assets'))
    writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>page</title>')
    writeFileSync(join(pageFolder, 'assets', 'main-ABC.js'), 'plain')
    writeFileSync(join(pageFolder, 'assets', 'main-ABC.js.gz'), gzipSync('compressed'))
    const { url } = await runningServer({ pageFolder })
    const page = await fetch(`${url}/`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<title>page</title>')
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('cache-control')).toBe('no-cache')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    const script = await fetch(`${url}/assets/main-ABC.js`, { headers: { 'accept-encoding': 'gzip' } })
    expect(await script.text()).toBe('compressed')
    expect(script.headers.get('content-type')).toContain('javascript')
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(
      await (await fetch(`${url}/assets/main-ABC.js`, { headers: { 'accept-encoding': 'identity' } })).text(),
    ).toBe('plain')
    for (const path of ['/assets/none.js', '/assets/', '/.stamp'])
      expect([path, (await fetch(url + path)).status]).toEqual([path, 404])
    expect((await fetch(`${url}/..%2f..%2fetc/passwd`)).status).toBe(400)
  })
})
