/** What an operator should know of the Redis that conversations are kept in. */

/** Whether version `one` is older than `other`, part by part. */
function isOlder(one: string, other: readonly number[]): boolean {
  const parts = one.split('.').map(Number)
  for (const [index, part] of other.entries())
    if ((parts[index] ?? 0) !== part) return (parts[index] ?? 0) < part
  return false
}

const oldestWanted = [6, 2]

/** What is wrong by what Redis says of itself (`INFO`, and its setting `appendfsync` where it tells that), one sentence each. */
export function warningsOf(info: string, appendfsync?: string): readonly string[] {
  const values = new Map(
    info.split(/\r?\n/).flatMap((line): [string, string][] => {
      const colon = line.indexOf(':')
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)]] : []
    }),
  )
  const warnings: string[] = []
  const version = values.get('redis_version')
  const policy = values.get('maxmemory_policy')
  if (version && isOlder(version, oldestWanted))
    warnings.push(
      `Redis ${version} is older than ${oldestWanted.join('.')}, which is the oldest that is supported.`,
    )
  if (values.get('aof_enabled') === '0')
    warnings.push(
      'Redis keeps no append-only file: what was answered for is lost when it is killed. Set appendonly yes.',
    )
  else if (appendfsync !== undefined && appendfsync !== 'always')
    warnings.push(
      `Redis may lose what was answered for in the last two seconds when it is killed while its disk is busy, or in a power cut. Set appendfsync always, not ${appendfsync}, to lose nothing.`,
    )
  if (values.get('aof_last_write_status') === 'err')
    warnings.push('Redis could not write its append-only file lately.')
  if (policy && policy !== 'noeviction')
    warnings.push(
      `Redis drops conversations when its memory is full. Set maxmemory-policy noeviction, not ${policy}.`,
    )
  return warnings
}
