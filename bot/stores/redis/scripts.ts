/** What Redis does as one stroke, in its own language. A script touches the keys of one conversation only: they are in one slot. */
import { createHash } from 'node:crypto'

/** A script, and the hash by which Redis knows it. */
export interface Script {
  readonly text: string
  readonly sha: string
  /** It gets its deadline, in milliseconds of Redis' own time, as the first argument, and does nothing after it. */
  readonly writes: boolean
}

/** What a script answers whose deadline has passed: nothing was done. */
export const tooLate = 'LATE'

const inTime = `
local time = redis.call('TIME')
if time[1] * 1000 + time[2] / 1000 > tonumber(ARGV[1]) then return '${tooLate}' end`

const hashOf = (text: string): string => createHash('sha1').update(text).digest('hex')

const others = new Map<string, Script>()

/** A script of others', as it is. */
export function otherScript(text: string): Script {
  const known = others.get(text) ?? { text, sha: hashOf(text), writes: false }
  others.set(text, known)
  return known
}

/** A script of this program. */
export function script(body: string, { writes }: { writes: boolean }): Script {
  const text = `${writes ? `${inTime}\n` : ''}${body.trim()}`
  return { text, sha: hashOf(text), writes }
}

/** KEYS: state. ARGV: deadline, state, time to live. → `created`, `there`. */
export const create = script(
  `return redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3], 'NX') and 'created' or 'there'`,
  { writes: true },
)

/**
 * KEYS: state, log. ARGV: deadline, the revision that it started from, now, time to live, state, whether to erase, the
 * page, and where there is news its channel, its head and its body (where that is not the page). → a `SaveOutcome`.
 */
export const save = script(
  `
local revision, expires = string.match(redis.call('GETRANGE', KEYS[1], 0, 47), '^(%d+) (%d+)')
if not revision or tonumber(expires) <= tonumber(ARGV[3]) then return 'gone' end
if revision ~= ARGV[2] then return 'conflict' end
redis.call('SET', KEYS[1], ARGV[5], 'PX', ARGV[4])
if ARGV[6] == '1' then redis.call('DEL', KEYS[2]) end
if ARGV[7] ~= '' then redis.call('RPUSH', KEYS[2], ARGV[7]) end
redis.call('PEXPIRE', KEYS[2], ARGV[4])
if ARGV[8] then redis.call('PUBLISH', ARGV[8], ARGV[9] .. (ARGV[10] or ARGV[7])) end
return 'saved'`,
  { writes: true },
)

/**
 * KEYS: state, log. ARGV: deadline, the revision and the length of the log that were packed, the packed state or nothing,
 * how many elements of the log stay, the element that takes the place of the others or nothing. → `packed`, `conflict`.
 */
export const rest = script(
  `
local revision = string.match(redis.call('GETRANGE', KEYS[1], 0, 47), '^(%d+) ')
if revision ~= ARGV[2] or redis.call('LLEN', KEYS[2]) ~= tonumber(ARGV[3]) then return 'conflict' end
if ARGV[4] ~= '' then redis.call('SET', KEYS[1], ARGV[4], 'KEEPTTL') end
if ARGV[6] ~= '' then
  if ARGV[5] == '0' then redis.call('DEL', KEYS[2]) else redis.call('LTRIM', KEYS[2], 0, ARGV[5] - 1) end
  redis.call('RPUSH', KEYS[2], ARGV[6])
  redis.call('PEXPIRE', KEYS[2], redis.call('PTTL', KEYS[1]))
end
return 'packed'`,
  { writes: true },
)

/**
 * KEYS: log. ARGV: a number, how many, how many bytes. → elements of the log, from the first on that goes beyond that number: so
 * many, and not many more bytes, but one at least; and 1 where there are more.
 */
export const readFrom = script(
  `
local low, high = 0, redis.call('LLEN', KEYS[1])
while low < high do
  local middle = math.floor((low + high) / 2)
  local last = string.match(redis.call('LINDEX', KEYS[1], middle), '^(%d+)')
  if tonumber(last) > tonumber(ARGV[1]) then high = middle else low = middle + 1 end
end
local length, found, bytes = redis.call('LLEN', KEYS[1]), {}, 0
local most, size = tonumber(ARGV[2]), tonumber(ARGV[3])
while low + #found < length and #found < most and bytes < size do
  for _, element in ipairs(redis.call('LRANGE', KEYS[1], low + #found, low + #found + 15)) do
    if #found >= most or bytes >= size then break end
    found[#found + 1] = element
    bytes = bytes + #element
  end
end
return {found, low + #found < length and 1 or 0}`,
  { writes: false },
)

/** KEYS: index. ARGV: deadline, then ids and the scores that they were read or put with. Removes those that still have them. */
export const dropWaiting = script(
  `
for at = 2, #ARGV, 2 do
  local score = redis.call('ZSCORE', KEYS[1], ARGV[at])
  if score and tonumber(score) == tonumber(ARGV[at + 1]) then redis.call('ZREM', KEYS[1], ARGV[at]) end
end
return 'dropped'`,
  { writes: true },
)

/**
 * KEYS: the document, the index of all of its kind by when they expire, that by when they are due. ARGV: deadline, id, the
 * revision that it is kept with, now, time to live, document, when it expires, when it is due or nothing. → `saved`, `conflict`.
 * Indexes live as long as the longest of what they hold, and let go of what has expired.
 */
export const keepDocument = script(
  `
local revision, expires = string.match(redis.call('GETRANGE', KEYS[1], 0, 47), '^(%d+) (%d+)')
if not revision or tonumber(expires) <= tonumber(ARGV[4]) then revision = '0' end
if revision ~= ARGV[3] then return 'conflict' end
redis.call('SET', KEYS[1], ARGV[6], 'PX', ARGV[5])
redis.call('ZADD', KEYS[2], ARGV[7], ARGV[2])
if ARGV[8] == '' then redis.call('ZREM', KEYS[3], ARGV[2]) else redis.call('ZADD', KEYS[3], ARGV[8], ARGV[2]) end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[4], 'LIMIT', 0, 100)) do
  redis.call('ZREM', KEYS[2], id)
  redis.call('ZREM', KEYS[3], id)
end
for at = 2, 3 do
  if redis.call('PTTL', KEYS[at]) < tonumber(ARGV[5]) then redis.call('PEXPIRE', KEYS[at], ARGV[5]) end
end
return 'saved'`,
  { writes: true },
)

/** KEYS: the document, both indexes of its kind. ARGV: deadline, id. */
export const eraseDocument = script(
  `
redis.call('ZREM', KEYS[2], ARGV[2])
redis.call('ZREM', KEYS[3], ARGV[2])
return redis.call('DEL', KEYS[1])`,
  { writes: true },
)

/** KEYS: questions. ARGV: deadline, the question's key, what it is, now, who asked (or nothing), for how long questions are kept. */
export const keepQuestion = script(
  `
if redis.call('HSETNX', KEYS[1], 'q' .. ARGV[2], ARGV[3]) == 1 then
  if ARGV[5] ~= '' then redis.call('HSET', KEYS[1], 'b' .. ARGV[2], ARGV[5]) end
elseif redis.call('HGET', KEYS[1], 'b' .. ARGV[2]) ~= ARGV[5] then redis.call('HDEL', KEYS[1], 'b' .. ARGV[2]) end
redis.call('PEXPIRE', KEYS[1], ARGV[6])
redis.call('HSETNX', KEYS[1], 'f' .. ARGV[2], ARGV[4])
redis.call('HSET', KEYS[1], 'l' .. ARGV[2], ARGV[4])
return redis.call('HINCRBY', KEYS[1], 'n' .. ARGV[2], 1)`,
  { writes: true },
)

/** KEYS: questions. ARGV: deadline, then keys and what is expected in this field of each: lets go of those where it still stands. */
const letGoWhere = (field: 'l' | 'b') =>
  script(
    `
for at = 2, #ARGV, 2 do
  local key = ARGV[at]
  if redis.call('HGET', KEYS[1], '${field}' .. key) == ARGV[at + 1] then
    redis.call('HDEL', KEYS[1], 'q' .. key, 'f' .. key, 'l' .. key, 'n' .. key, 'b' .. key)
  end
end
return 'gone'`,
    { writes: true },
  )

/** By when each was asked last: lets go of those that nobody asked since. */
export const dropQuestions = letGoWhere('l')

/** By who alone asked each: lets go of those that nobody else asked since. */
export const forgetQuestions = letGoWhere('b')

/** KEYS: a hash. ARGV: deadline, field, for how long it is kept. Counts it up. */
export const countUp = script(
  `
local count = redis.call('HINCRBY', KEYS[1], ARGV[2], 1)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return count`,
  { writes: true },
)

/** KEYS: the counts of a day. ARGV: deadline, time to live in seconds, then names and what is added to each. */
export const countAll = script(
  `
for at = 3, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[at], ARGV[at + 1]) end
return redis.call('EXPIRE', KEYS[1], ARGV[2])`,
  { writes: true },
)

/** KEYS: the counts of days. → of each day its names and counts, by turns. */
export const readCounts = script(
  `
local days = {}
for at, key in ipairs(KEYS) do days[at] = redis.call('HGETALL', key) end
return days`,
  { writes: false },
)

/** KEYS: a key. ARGV: deadline. Writes something that is soon gone. */
export const tryWriting = script(`return redis.call('SET', KEYS[1], ARGV[1], 'PX', 10000)`, { writes: true })
