/** The keys of tokens, where none is configured: one is made once and kept beside the store; whoever wants adds newer ones. */
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, SetupFault } from './config.ts'

/** The keys to sign with (the first) and to verify with (all): the configured ones, else the kept ones. Throws a `SetupFault`. */
export const tokenKeysOf = ({ tokenKeys, dataDir }: Pick<Config, 'tokenKeys' | 'dataDir'>) =>
  tokenKeys.length > 0 ? tokenKeys : keptTokenKeys(dataDir)

/** The keys kept in the data folder, one a line and the newest first, readable by their owner only; made there the first time. Throws a `SetupFault`. */
export function keptTokenKeys(dataDir: string): readonly Uint8Array[] {
  const file = join(dataDir, 'token.key')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return readKeys(file) ?? makeKey(file)
  } catch (error) {
    if (error instanceof SetupFault) throw error
    throw new SetupFault([
      `DATA_DIR: cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): ${dataDir}.`,
    ])
  }
}

function makeKey(file: string): readonly Uint8Array[] {
  // Linked into place whole: of two processes that start at once, one makes the key and both use it.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readKeys(file)!
}

function readKeys(file: string): readonly Uint8Array[] | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const lines = text.split('\n').map((line) => line.trim())
  const keys = lines.filter((line) => line !== '').map((line) => new TextEncoder().encode(line))
  const short = keys.length === 0 ? 0 : lines.findIndex((line) => line && Buffer.byteLength(line) < 32)
  if (short >= 0)
    throw new SetupFault([
      `${file}:${short + 1}: is no key of at least 32 bytes. Mend the line, or remove the file to have a new one made.`,
    ])
  return keys
}
