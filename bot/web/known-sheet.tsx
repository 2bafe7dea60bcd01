/** The sheet with all that the assistant knows of the member: to correct line by line, and to take along. */
import { useEffect, useState } from 'preact/hooks'
import type { Conversation } from './conversation.ts'
import { Download } from './icons.tsx'
import { InlineText } from './markdown-view.tsx'
import type { OwnData, OwnFact } from './own-data.ts'
import { useSetting } from './setting.ts'
import { Sheet } from './sheet.tsx'
import { saveText } from './transcript-file.ts'

function Line({ fact, say }: { readonly fact: OwnFact; readonly say: (text: string) => void }) {
  const { t } = useSetting()
  const { name, value, words, change, erase } = fact
  return (
    <li>
      <div class="what">
        <strong>{name}</strong>
        <span>
          <InlineText text={value} />
        </span>
        {words !== '' && <span class="subtle">{t.known.words(words)}</span>}
      </div>
      <div class="actions">
        {change !== undefined && (
          <button type="button" class="action" aria-label={change} onClick={() => say(change)}>
            {t.known.change}
          </button>
        )}
        <button type="button" class="action" aria-label={erase} onClick={() => say(erase)}>
          {t.known.erase}
        </button>
      </div>
    </li>
  )
}

/** The sheet. What is tapped in it is said to the assistant, and it closes: the answer stands in the conversation. */
export function KnownSheet({
  conversation,
  seen,
  say,
  saveTranscript,
  closed,
}: {
  readonly conversation: Conversation
  /** Changes whenever something may have become known. */
  readonly seen: unknown
  readonly say: (text: string) => void
  readonly saveTranscript: () => void
  readonly closed: () => void
}) {
  const { t } = useSetting()
  const [data, setData] = useState<OwnData | 'failed'>()
  useEffect(() => {
    let gone = false
    conversation.known().then(
      (known) => gone || setData(known),
      () => gone || setData('failed'),
    )
    return () => {
      gone = true
    }
  }, [seen])
  const tell = (text: string) => {
    closed()
    say(text)
  }
  const saveEverything = async () => {
    try {
      const everything = await conversation.everything()
      saveText(t.known.dataName, JSON.stringify(everything, null, 2), 'application/json')
    } catch {
      setData('failed')
    }
  }
  const facts = typeof data === 'object' ? data.facts : []
  return (
    <Sheet title={t.known.title} closed={closed}>
      <div aria-live="polite">
        {data === undefined ? (
          <p class="subtle">{t.known.loading}</p>
        ) : data === 'failed' ? (
          <p>{t.known.failed}</p>
        ) : (
          <p class="subtle">{facts.length === 0 ? t.known.empty : t.known.lead}</p>
        )}
      </div>
      {facts.length > 0 && (
        <ul class="known" data-testid="known">
          {facts.map((fact) => (
            <Line key={fact.key} fact={fact} say={tell} />
          ))}
        </ul>
      )}
      <h3>{t.known.take}</h3>
      <div class="take">
        <button type="button" class="quiet" onClick={saveTranscript}>
          <Download />
          {t.known.asText}
        </button>
        {typeof data === 'object' && data.transcriptUrl !== undefined && (
          <a class="quiet" href={`${data.transcriptUrl}&as=pdf`} download>
            <Download />
            {t.known.asPdf}
          </a>
        )}
        <button type="button" class="quiet" onClick={() => void saveEverything()}>
          <Download />
          {t.known.asData}
        </button>
      </div>
      <button type="button" class="quiet forget" onClick={() => tell(t.sayForget)}>
        {t.known.forget}
      </button>
    </Sheet>
  )
}
