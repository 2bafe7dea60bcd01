/** The product sheet: a table to read, to copy, to save and to print. */
import { useRef, useState } from 'preact/hooks'
import { copy } from './file-view.tsx'
import { Download, Tick } from './icons.tsx'
import { dataText } from './links.ts'
import type { Attachment } from './protocol.ts'
import { useSetting } from './setting.ts'
import { readTable } from './table-file.ts'

type File = Extract<Attachment, { kind: 'file' }>

/** The sheet, from the files that came with it. On a narrow screen each product is a block of its own. */
export function ProductSheet({
  title,
  csv,
  text,
}: {
  readonly title: string
  readonly csv: File
  readonly text: File
}) {
  const { t } = useSetting()
  const whole = useRef<HTMLElement>(null)
  const [copied, setCopied] = useState<boolean>()
  const table = readTable(dataText(csv.url) ?? '')
  if (!table) return null
  const print = () => {
    const { classList } = document.documentElement
    classList.add('prints-sheet')
    whole.current?.classList.add('printed')
    const done = () => {
      classList.remove('prints-sheet')
      whole.current?.classList.remove('printed')
    }
    addEventListener('afterprint', done, { once: true })
    window.print()
  }
  return (
    <section ref={whole} class="card product-sheet" aria-label={title}>
      <h2>{title}</h2>
      {/* Roles are named, for a table that is laid out otherwise is none to some browsers. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <table role="table">
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <thead role="rowgroup">
          {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
          <tr role="row">
            {table.titles.map((name) => (
              // biome-ignore lint/a11y/noRedundantRoles: see above
              <th key={name} role="columnheader" scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <tbody role="rowgroup">
          {table.rows.map((row, line) => (
            // biome-ignore lint/a11y/noRedundantRoles: see above
            <tr key={line} role="row">
              {row.map((value, at) => (
                // biome-ignore lint/a11y/noRedundantRoles: see above
                <td key={at} role="cell" data-title={table.titles[at]}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div class="actions">
        <button
          type="button"
          class="action"
          onClick={() => void copy(dataText(text.url) ?? '').then(setCopied)}
        >
          {copied === true && <Tick />}
          <span aria-live="polite">{copied === undefined ? t.copy : copied ? t.copied : t.copyFailed}</span>
        </button>
        {[
          { file: csv, label: t.sheet.csv },
          { file: text, label: t.sheet.text },
        ].map(({ file, label }) => (
          <a key={file.name} class="action" href={file.url} download={file.name}>
            <Download />
            {label}
            <span class="unseen">: {file.name}</span>
          </a>
        ))}
        <button type="button" class="action" onClick={print}>
          {t.sheet.print}
        </button>
      </div>
    </section>
  )
}
