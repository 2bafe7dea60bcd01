/** A table as it comes in a CSV file of the assistant's. Pure. */

/** Its first row, and the rows below. */
export interface TableOfFile {
  readonly titles: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A quote in front of a sign only keeps spreadsheets from taking it for a formula. */
const unguarded = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, '')

/** Reads cells with semicolons between, in quotation marks or not; `undefined` where there is no row below the titles. */
export function readTable(csv: string): TableOfFile | undefined {
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^;"\r\n]*))(;|\r?\n|$)/y
  const text = csv.replace(/^\uFEFF/, '')
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text)
    if (!found) return undefined
    rows.at(-1)!.push(unguarded(found[1]?.replaceAll('""', '"') ?? found[2] ?? ''))
    if (found[3] !== ';' && cell.lastIndex < text.length) rows.push([])
  }
  const [titles, ...below] = rows
  return titles && below.length > 0 && titles.length > 1 ? { titles, rows: below } : undefined
}
