import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { openEmbeddedStore } from '../../../bot/stores/embedded.ts'
import { storeContract } from './store-contract.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'cps-store-'))

storeContract('embedded', () => {
  const folder = newFolder()
  return {
    open: async () => openEmbeddedStore(folder),
    clean: async () => rmSync(folder, { recursive: true, force: true }),
  }
})

describe('embedded: what is counted', () => {
  it('is let go of after a year', async () => {
    const folder = newFolder()
    const store = openEmbeddedStore(folder)
    const day = 24 * 60 * 60 * 1000
    const now = Date.now()
    await store.keepCounts({ asked: 1 }, now)
    await store.keepCounts({ asked: 1 }, now - day)
    await store.sweep(now + 365 * day)
    expect(await store.counts(now - day, now)).toMatchObject([{ counts: { asked: 1 } }])
    await store.sweep(now + 366 * day)
    expect(await store.counts(now - day, now)).toEqual([])
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('embedded: two processes on one file', () => {
  it('lose no update and number no activity twice', async () => {
    const folder = newFolder()
    const increments = 200
    const store = openEmbeddedStore(join(folder, 'store'))
    const expiresAt = Date.now() + 60_000
    await store.create({ id: 'shared', userId: 'u', resumeHash: 'h', touchedAt: 0, expiresAt })
    // Inside the project, so that it finds the packages.
    const program = fileURLToPath(new URL('../../../dist/test/increment.mjs', import.meta.url))
    await build({
      entryPoints: [fileURLToPath(new URL('increment.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'error',
    })
    const workers = [0, 1].map(() => fork(program, [join(folder, 'store'), String(increments)]))
    const codes = await Promise.all(
      workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))),
    )
    expect(codes).toEqual([0, 0])
    expect(await store.load('shared', Date.now())).toMatchObject({
      revision: 2 * increments,
      record: { count: 2 * increments },
      last: 2 * increments,
    })
    const log = await store.read('shared', 0, 10_000)
    expect(log.map(({ json }) => JSON.parse(json))).toEqual(
      Array.from({ length: 2 * increments }, (_, index) => index + 1),
    )
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('embedded: a file that is no store', () => {
  it('is refused, where opening it would end the process', async () => {
    const folder = newFolder()
    const path = join(folder, 'conversations.lmdb')
    for (const content of [Buffer.alloc(100), Buffer.alloc(50_000, 'x'), 'PK']) {
      writeFileSync(path, content)
      expect(() => openEmbeddedStore(folder)).toThrow('conversations.lmdb is no store')
    }
    // As a process leaves it that ends before the first page is written.
    writeFileSync(path, '')
    const store = openEmbeddedStore(folder)
    await store.check()
    await store.close()
    await openEmbeddedStore(folder).close()
    rmSync(folder, { recursive: true, force: true })
  })
})
