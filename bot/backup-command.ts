/** `npm run backup -- <file>` and `npm run restore -- <file> [--replace]`: the embedded store to a file, and back. */
import { parseArgs } from 'node:util'
import { backUp, restore } from './backup.ts'
import { readConfig, SetupFault } from './config.ts'

const usage = {
  backup: 'npm run backup -- <file>',
  restore: 'npm run restore -- <file> [--replace]',
}

/** What was asked for; throws a `SetupFault` that says how to ask. */
function asked(given: readonly string[]) {
  const [command, ...rest] = given
  if (command !== 'backup' && command !== 'restore')
    throw new SetupFault([`Use: ${Object.values(usage).join(' or ')}`])
  try {
    const { positionals, values } = parseArgs({
      args: rest,
      allowPositionals: true,
      options: command === 'restore' ? { replace: { type: 'boolean' } } : {},
    })
    const [file, ...more] = positionals
    if (file !== undefined && more.length === 0)
      return { command, file, replace: 'replace' in values && values.replace === true }
  } catch {
    // An option that there is not: said below.
  }
  throw new SetupFault([`Use: ${usage[command]}`])
}

/** Runs the command. Rejects with a `SetupFault`. */
export async function main(): Promise<void> {
  const { command, file, replace } = asked(process.argv.slice(2))
  const { dataDir, redis } = readConfig(process.env)
  if (redis)
    throw new SetupFault([
      'REDIS_URL: conversations are kept in Redis; back it up, and restore it, by its own means.',
    ])
  // What members said is for the owner's eyes only, from the first byte on.
  process.umask(0o077)
  if (command === 'backup') {
    const size = await backUp(dataDir, file)
    console.log(`Backed up ${(size / 1024).toFixed(0)} KiB to ${file}`)
    return
  }
  await restore(dataDir, file, replace)
  console.log(`Restored ${file} into ${dataDir}`)
}

try {
  await main()
} catch (error) {
  if (!(error instanceof SetupFault)) throw error
  process.stderr.write(`${error.faults.join('\n')}\n`)
  process.exitCode = 1
}
