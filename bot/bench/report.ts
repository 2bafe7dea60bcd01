/** What was measured, as a table in the terminal, as Markdown and as a small plot. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Spread } from './spread.ts'

/** One line of the report. */
export interface Row {
  readonly measure: string
  /** What ours came to, in words. */
  readonly ours: string
  /** What it is beside, in words. */
  readonly beside?: string | undefined
  /** Ours over the other, or a figure of ours alone, which the bar is about. */
  readonly figure?: Spread | undefined
  /** How the figure is written: `×` for a ratio. */
  readonly unit?: string | undefined
  readonly bar?: { readonly atMost: number } | { readonly atLeast: number } | undefined
  readonly note?: string | undefined
}

/** A bar of the plot. */
export interface PlotBar {
  readonly label: string
  readonly value: Spread
  readonly ours: boolean
}

/** A number with as many digits as mean something. */
export const short = (value: number): string =>
  Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : Math.abs(value) >= 10
      ? value.toFixed(1)
      : value.toFixed(2)

/** The median and, in brackets, the ends. */
export const told = ({ median, least, most }: Spread, unit = ''): string =>
  least === most ? `${short(median)}${unit}` : `${short(median)}${unit} (${short(least)}–${short(most)})`

/** Whether a row's median keeps its bar; `undefined` where it has none. */
export function keepsBar({ figure, bar }: Row): boolean | undefined {
  if (!figure || !bar) return undefined
  return 'atMost' in bar ? figure.median <= bar.atMost : figure.median >= bar.atLeast
}

const barOf = ({ bar, unit = '' }: Row): string =>
  !bar ? '' : 'atMost' in bar ? `≤ ${bar.atMost}${unit}` : `≥ ${bar.atLeast}${unit}`

const cellsOf = (row: Row): readonly string[] => {
  const keeps = keepsBar(row)
  return [
    row.measure,
    row.ours,
    row.beside ?? '',
    row.figure ? told(row.figure, row.unit) : '',
    barOf(row),
    keeps === undefined ? '' : keeps ? '✓' : '✗',
  ]
}

const heads = ['measure', 'ours', 'beside', 'figure', 'bar', '']

/** The table for a terminal. */
export function asText(rows: readonly Row[]): string {
  const lines = [heads, ...rows.map(cellsOf)]
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => [...cells[column]!].length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell + ' '.repeat(widths[column]! - [...cell].length))
      .join('  ')
      .trimEnd()
  const notes = rows.filter(({ note }) => note).map(({ measure, note }) => `${measure}: ${note}`)
  return `${[...lines.map(line), '', ...notes].join('\n')}\n`
}

/** The same as Markdown, with the surroundings in which it was measured. */
export function asMarkdown(rows: readonly Row[], surroundings: string): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const notes = rows.filter(({ note }) => note).map(({ measure, note }) => `- ${measure}: ${note}`)
  const table = [line(heads), line(heads.map(() => '---')), ...rows.map((row) => line(cellsOf(row)))]
  return `# Benchmark\n\n${surroundings}\n\n${table.join('\n')}\n\n${notes.join('\n')}\n`
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** One bar each, on a scale of powers of ten; the thin line is the spread. */
export function asPlot(title: string, bars: readonly PlotBar[]): string {
  const [left, width, height] = [230, 420, 26]
  const from = Math.floor(Math.log10(Math.min(...bars.map(({ value }) => value.least))))
  const to = Math.ceil(Math.log10(Math.max(...bars.map(({ value }) => value.most))))
  const x = (value: number) => (left + (width * (Math.log10(value) - from)) / (to - from || 1)).toFixed(1)
  const bottom = 34 + bars.length * height
  const ticks = Array.from({ length: to - from + 1 }, (_, power) => 10 ** (from + power)).map(
    (value) =>
      `<line x1="${x(value)}" x2="${x(value)}" y1="28" y2="${bottom}" stroke="#ccc"/>` +
      `<text x="${x(value)}" y="${bottom + 15}" text-anchor="middle">${value.toLocaleString('en')}</text>`,
  )
  const drawn = bars.map(({ label, value, ours }, index) => {
    const y = 34 + index * height
    return (
      `<text x="${left - 8}" y="${y + 13}" text-anchor="end">${xml(label)}</text>` +
      `<rect x="${left}" y="${y}" width="${(Number(x(value.median)) - left).toFixed(1)}" height="18" fill="${ours ? '#c00' : '#789'}"/>` +
      `<line x1="${x(value.least)}" x2="${x(value.most)}" y1="${y + 9}" y2="${y + 9}" stroke="#000"/>` +
      `<text x="${Number(x(value.most)) + 6}" y="${y + 13}">${short(value.median)}</text>`
    )
  })
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + width + 70}" height="${bottom + 24}" font-family="sans-serif" font-size="12">` +
    `<rect width="100%" height="100%" fill="#fff"/><text x="8" y="18" font-weight="bold">${xml(title)}</text>` +
    `${ticks.join('')}${drawn.join('')}</svg>\n`
  )
}

/** What the files of a report are called, and what its plot shows. */
export interface ReportNames {
  readonly table: string
  readonly plot: string
  readonly title: string
}

const whole: ReportNames = {
  table: 'results.md',
  plot: 'processor.svg',
  title: 'Microseconds of processor a turn (logarithmic)',
}

/** Writes the report into a folder; the files' paths. */
export function writeReport(
  folder: string,
  rows: readonly Row[],
  surroundings: string,
  bars: readonly PlotBar[],
  { table, plot, title }: ReportNames = whole,
): readonly string[] {
  mkdirSync(folder, { recursive: true })
  const files: (readonly [string, string])[] = [[table, asMarkdown(rows, surroundings)]]
  if (bars.length > 0) files.push([plot, asPlot(title, bars)])
  return files.map(([name, content]) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  })
}
