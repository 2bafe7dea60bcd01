/** The sheet that says what happens to the conversation: what is kept, how long, who reads it, whom to ask. */
import type { PageSettings } from './page-settings.ts'
import { useSetting } from './setting.ts'
import { Sheet } from './sheet.tsx'

/** The whole note, from the operator's policy. */
export function PrivacySheet({
  settings,
  closed,
}: {
  readonly settings: PageSettings
  readonly closed: () => void
}) {
  const { t } = useSetting()
  const { privacy: p } = t
  const { keepDays, rememberDays, modelReads, contact, url } = settings
  const mail = contact !== undefined && /^[^@\s]+@[^@\s]+$/.test(contact)
  return (
    <Sheet title={p.title} closed={closed}>
      <dl class="note-of">
        <dt>{p.kept}</dt>
        <dd>{p.keptText}</dd>
        <dt>{p.howLong}</dt>
        <dd>{p.howLongText(p.days(keepDays))}</dd>
        <dt>{p.who}</dt>
        <dd>{p.whoText}</dd>
        {modelReads && <dd>{p.model}</dd>}
        <dt>{p.device}</dt>
        <dd>{rememberDays > 0 ? p.deviceText(p.days(rememberDays)) : p.deviceTab}</dd>
        {(contact !== undefined || url !== undefined) && <dt>{p.questions}</dt>}
        {contact !== undefined && <dd>{mail ? <a href={`mailto:${contact}`}>{contact}</a> : contact}</dd>}
        {url !== undefined && (
          <dd>
            <a href={url} target="_blank" rel="noopener noreferrer">
              {p.statement}
              <span class="unseen"> {t.newTab}</span>
            </a>
          </dd>
        )}
      </dl>
    </Sheet>
  )
}
