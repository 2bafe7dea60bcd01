/**
 * What repeats by rule in a conversation's texts, said shorter: its own id and the member's, numbers that count up, times that
 * follow each other, buttons that say what they read. Control characters stand for it, which JSON's text never holds as such.
 */

/** Whose texts they are. */
export interface Owner {
  readonly id: string
  readonly userId: string
}

const own = '\u0001'
const member = '\u0002'
/** The next number, at the start of a line. */
const next = '\u0003'
/** A number that is not the next one: by how much it is more than the one before. */
const step = '\u0004'
/** An activity's id: how far its number is behind the one at the start of the line. */
const back = '\u0005'
/** A time: how many milliseconds after the one before. */
const passed = '\u0006'
/** A button. */
const tap = '\u0007'

const anyOfThem = new RegExp(`[${own}-${tap}]`)
const jsonText = '((?:[^"\\\\]|\\\\.)*)'
const longTap = new RegExp(`\\{"type":"imBack","title":"${jsonText}","value":"\\1"\\}`, 'g')
const shortTap = new RegExp(`${tap}${jsonText}"`, 'g')
const long = new RegExp(
  `^(\\d{1,9}) |${own}\\|(\\d{7,9})(?!\\d)|"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)"`,
  'gm',
)
const short = new RegExp(`${next}|${step}(-?\\w+) |${back}(-?\\w+);|${passed}(-?\\w+);`, 'g')

/** The text, shorter; `undefined` where it holds what would be mistaken. */
export function withoutRegularities(text: string, { id, userId }: Owner): string | undefined {
  if (anyOfThem.test(text) || id === '' || userId === '') return undefined
  let [number, clock] = [0, 0]

  function counted(line: string): string | undefined {
    if (String(Number(line)) !== line) return undefined
    const by = Number(line) - number
    number = Number(line)
    return by === 1 ? next : `${step}${by.toString(36)} `
  }

  function referred(digits: string): string | undefined {
    if (String(Number(digits)).padStart(7, '0') !== digits) return undefined
    return `${back}${(number - Number(digits)).toString(36)};`
  }

  function timed(at: string): string | undefined {
    const time = Date.parse(at)
    if (Number.isNaN(time) || new Date(time).toISOString() !== at) return undefined
    const by = time - clock
    clock = time
    return `${passed}${by.toString(36)};`
  }

  return text
    .replaceAll(id, own)
    .replaceAll(userId, member)
    .replaceAll(longTap, `${tap}$1"`)
    .replaceAll(long, (whole, line?: string, digits?: string, at?: string) => {
      const shorter =
        line === undefined ? (digits === undefined ? timed(at!) : referred(digits)) : counted(line)
      return shorter ?? whole
    })
}

/** The text that `withoutRegularities` made that of. */
export function withRegularities(text: string, { id, userId }: Owner): string {
  let [number, clock] = [0, 0]
  return text
    .replaceAll(short, (_, by?: string, behind?: string, later?: string) => {
      if (behind !== undefined)
        return `${own}|${String(number - Number.parseInt(behind, 36)).padStart(7, '0')}`
      if (later !== undefined) {
        clock += Number.parseInt(later, 36)
        return `"${new Date(clock).toISOString()}"`
      }
      number += by === undefined ? 1 : Number.parseInt(by, 36)
      return `${number} `
    })
    .replaceAll(shortTap, '{"type":"imBack","title":"$1","value":"$1"}')
    .replaceAll(member, () => userId)
    .replaceAll(own, () => id)
}
