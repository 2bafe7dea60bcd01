/**
 * Copies of the embedded store: made while a server writes, put back where none runs. A copy is the store's own file, compacted,
 * with a seal at its end, so that a damaged or foreign one is known before anything is done with it.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { open as openLmdb } from 'lmdb'
import { SetupFault } from './config.ts'
import { openEmbeddedStore } from './stores/embedded.ts'

const magic = Buffer.from('cps-store-backup')
const sealLength = magic.length + 32
const chunk = 1 << 20
/** What every lmdb file has in its first page. */
const signature = Buffer.from([0xde, 0xc0, 0xef, 0xbe])

const folderOf = (dataDir: string) => join(resolve(dataDir), 'store')
const fileOf = (dataDir: string) => join(folderOf(dataDir), 'conversations.lmdb')

/** Why it failed, in short: lmdb's codes are numbers, its messages words. */
const codeOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  return typeof code === 'string' ? code : message
}

/** Reads a part of a file, from `0` to `end`, piece by piece. */
async function readPart(file: FileHandle, end: number, take: (piece: Buffer) => unknown): Promise<void> {
  const buffer = Buffer.alloc(Math.min(chunk, Math.max(1, end)))
  for (let at = 0; at < end; ) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end - at), at)
    if (bytesRead === 0) throw new Error('the file became shorter while it was read')
    await take(buffer.subarray(0, bytesRead))
    at += bytesRead
  }
}

/** Whether a file begins as lmdb's do: opening another would end the process without a word. */
async function isLmdb(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    return buffer.subarray(0, bytesRead).includes(signature)
  } finally {
    await file.close()
  }
}

const openStoreFile = (path: string) => openLmdb({ path, readOnly: true, overlappingSync: false, maxDbs: 12 })

/** Writes a copy of the store in `dataDir` to a file that is not there yet; how many bytes. Rejects with a `SetupFault`. */
export async function backUp(dataDir: string, target: string): Promise<number> {
  const path = fileOf(dataDir)
  if (!existsSync(path)) throw new SetupFault([`There is no store in ${folderOf(dataDir)}.`])
  if (!(await isLmdb(path))) throw new SetupFault([`${path} is no store, or is damaged.`])
  if (existsSync(target)) throw new SetupFault([`${target} is there already: give another name.`])
  // Linked into place whole: who finds the file finds all of it.
  const draft = `${target}.${process.pid}.part`
  try {
    await copySealed(path, draft)
    if (!(await isNamed(draft, target)))
      throw new SetupFault([`${target} is there already: give another name.`])
  } catch (error) {
    if (error instanceof SetupFault) throw error
    throw new SetupFault([`${target}: cannot be written (${codeOf(error)}).`])
  } finally {
    await rm(draft, { force: true }).catch(() => {})
  }
  return (await stat(target)).size
}

/** Gives a file its name, if nothing has that name yet; whether it could. */
async function isNamed(draft: string, target: string): Promise<boolean> {
  try {
    await link(draft, target)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function copySealed(path: string, draft: string): Promise<void> {
  const store = openStoreFile(path)
  try {
    await store.backup(draft, true)
  } finally {
    await store.close()
  }
  const hash = createHash('sha256')
  const file = await open(draft, 'r+')
  try {
    await file.chmod(0o600)
    const { size } = await file.stat()
    await readPart(file, size, (piece) => hash.update(piece))
    await file.write(Buffer.concat([magic, hash.digest()]), 0, sealLength, size)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The processes that have the store open now, by their id. */
async function usersOf(path: string): Promise<readonly number[]> {
  // What is no store cannot be open in a server.
  if (!existsSync(path) || !(await isLmdb(path))) return []
  const store = openStoreFile(path)
  try {
    store.readerCheck()
    const users = [...store.readerList().matchAll(/^\s*(\d+)\s/gm)].map(([, id]) => Number(id))
    return [...new Set(users)].filter((id) => id !== process.pid)
  } finally {
    await store.close()
  }
}

/** Puts a copy back as the store in `dataDir`; in place of one that is there only where that is asked for. Rejects with a `SetupFault`. */
export async function restore(dataDir: string, source: string, replace: boolean): Promise<void> {
  const path = fileOf(dataDir)
  const users = await usersOf(path)
  if (users.length > 0)
    throw new SetupFault([`Process ${users.join(', ')} has the store open: stop the server first.`])
  if (existsSync(path) && !replace)
    throw new SetupFault([`${path} is there already. To lose it and put the copy in its place: --replace.`])
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 })
  const draft = `${path}.restoring`
  const from = await open(source, 'r').catch((error: unknown) => {
    throw new SetupFault([`${source}: cannot be read (${codeOf(error)}).`])
  })
  try {
    await copyUnsealed(from, source, draft)
    await rm(`${path}-lock`, { force: true })
    await rename(draft, path)
  } finally {
    await from.close()
    await rm(draft, { force: true })
  }
  const store = openEmbeddedStore(folderOf(dataDir))
  await store.check().finally(() => store.close())
}

/** Copies what is in front of the seal, if the seal is that of it. */
async function copyUnsealed(from: FileHandle, source: string, draft: string): Promise<void> {
  const { size } = await from.stat()
  const end = size - sealLength
  const seal = Buffer.alloc(sealLength)
  if (end <= 0 || (await from.read(seal, 0, sealLength, end)).bytesRead < sealLength || !isSeal(seal))
    throw new SetupFault([`${source} is no backup of this program, or its end is missing.`])
  const hash = createHash('sha256')
  await rm(draft, { force: true })
  const to = await open(draft, 'wx', 0o600)
  try {
    await readPart(from, end, async (piece) => {
      hash.update(piece)
      await to.appendFile(piece)
    })
    if (!hash.digest().equals(seal.subarray(magic.length)))
      throw new SetupFault([`${source} is damaged: nothing was restored.`])
    await to.sync()
  } finally {
    await to.close()
  }
}

const isSeal = (seal: Buffer) => seal.subarray(0, magic.length).equals(magic)
