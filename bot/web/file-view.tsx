/** Shows a file that came with a message: to keep, and where it is text also to copy. */
import { useState } from 'preact/hooks'
import { Sheet, Tick } from './icons.tsx'
import { dataText } from './links.ts'
import type { Attachment } from './protocol.ts'
import { useSetting } from './setting.ts'

/** Puts a text on the clipboard; whether that went well. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Outside a secure context there is no clipboard; the old way still works there.
    const field = document.createElement('textarea')
    field.value = text
    field.className = 'unseen'
    document.body.append(field)
    const focused = document.activeElement
    field.select()
    const done = document.execCommand('copy')
    field.remove()
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
    return done
  }
}

/** A download link, and 'copy' beside plain text. */
export function FileView({ file }: { readonly file: Extract<Attachment, { kind: 'file' }> }) {
  const { t } = useSetting()
  const [copied, setCopied] = useState<boolean>()
  const text = file.type === 'text/plain' ? dataText(file.url) : undefined
  const ours = file.url.startsWith('data:')
  return (
    <div class="file">
      <a
        href={file.url}
        download={file.name}
        {...(ours ? {} : { target: '_blank', rel: 'noopener noreferrer' })}
      >
        <Sheet />
        <span>
          <span class="unseen">{t.download}: </span>
          {file.name}
        </span>
      </a>
      {text !== undefined && (
        <button type="button" class="quiet" onClick={() => void copy(text).then(setCopied)}>
          {copied === true && <Tick />}
          <span aria-live="polite">{copied === undefined ? t.copy : copied ? t.copied : t.copyFailed}</span>
        </button>
      )}
    </div>
  )
}
