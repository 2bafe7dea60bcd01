/** Makes a source map small enough to be read in the middle of a fault: places in packages stay places in the bundle. */

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The numbers of a segment: base 64, five bits a digit, the lowest bit of a number its sign. */
function decode(segment) {
  const numbers = []
  let [value, shift] = [0, 0]
  for (const digit of segment) {
    const bits = digits.indexOf(digit)
    value += (bits & 31) << shift
    shift += 5
    if (bits & 32) continue
    numbers.push(value & 1 ? -(value >> 1) : value >> 1)
    value = shift = 0
  }
  return numbers
}

function encode(numbers) {
  let text = ''
  for (const number of numbers) {
    let rest = number < 0 ? (-number << 1) | 1 : number << 1
    do {
      const more = rest > 31 ? 32 : 0
      text += digits[(rest & 31) | more]
      rest >>= 5
    } while (rest > 0)
  }
  return text
}

/** A source map (version 3, of a bundle) without its places in `node_modules`, and without names. */
export function ownPlaces({ sources, mappings }) {
  const isOwn = sources.map((source) => !source.includes('node_modules/'))
  const read = [0, 0, 0]
  let written = [0, 0, 0]
  let mapped = false
  const lines = mappings.split(';').map((line) => {
    let [column, writtenColumn] = [0, 0]
    const kept = []
    for (const segment of line.split(',')) {
      const [columns = 0, ...place] = decode(segment)
      column += columns
      for (const at of read.keys()) read[at] += place[at] ?? 0
      const own = place.length > 0 && isOwn[read[0]]
      // Where a package begins, one segment without a place says so for all of it.
      if (!own && (!mapped || segment === '')) continue
      kept.push(
        encode([column - writtenColumn, ...(own ? read.map((value, at) => value - written[at]) : [])]),
      )
      writtenColumn = column
      if (own) written = [...read]
      mapped = own
    }
    return kept.join(',')
  })
  return {
    version: 3,
    sources: sources.map((source, at) => (isOwn[at] ? source : '')),
    names: [],
    mappings: lines.join(';'),
  }
}
