/** The key that signs tokens, where none is configured: made once, kept beside the store. */
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupFault } from './config.ts'

/** The key kept in the data folder, made there the first time, readable by its owner only. Throws a `SetupFault`. */
export function keptTokenKey(dataDir: string): Uint8Array {
  const file = join(dataDir, 'token.key')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return readKey(file) ?? makeKey(file)
  } catch (error) {
    if (error instanceof SetupFault) throw error
    throw new SetupFault([
      `DATA_DIR: cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): ${dataDir}.`,
    ])
  }
}

function makeKey(file: string): Uint8Array {
  // Linked into place whole: of two processes that start at once, one makes the key and both use it.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, randomBytes(48).toString('base64url'), { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readKey(file)!
}

function readKey(file: string): Uint8Array | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (text.length < 32)
    throw new SetupFault([`${file}: holds no key of at least 32 bytes. Remove it to have a new one made.`])
  return new TextEncoder().encode(text)
}
