/** Shows one line of the conversation. */
import { Component, type VNode } from 'preact'
import { Actions, CardView } from './card-view.tsx'
import { FileView } from './file-view.tsx'
import { Info } from './icons.tsx'
import { useLazy } from './lazy.ts'
import { Markdown } from './markdown-view.tsx'
import type { Attachment, Citation } from './protocol.ts'
import { useSetting } from './setting.ts'
import type { Entry } from './transcript.ts'

/** What a message needs besides itself; all of it stays the same from one drawing to the next unless it matters. */
export interface MessageProps {
  readonly entry: Entry
  readonly first: boolean
  readonly last: boolean
  /** Its choices can still be tapped. */
  readonly open: boolean
  readonly language: string
  readonly retry: (key: string) => void
  readonly edit: (key: string, text: string) => void
}

function Sources({ citations }: { readonly citations: readonly Citation[] }) {
  const { t } = useSetting()
  return (
    <details
      class="sources"
      onToggle={({ currentTarget }) =>
        currentTarget.open && currentTarget.scrollIntoView({ block: 'nearest' })
      }
    >
      <summary>
        <Info />
        {citations.length > 1 ? t.sources : t.source}
      </summary>
      <ul>
        {citations.map(({ name, url }) => (
          <li key={name}>
            {url === undefined ? (
              name
            ) : (
              <a href={url} target="_blank" rel="noopener noreferrer">
                {name}
                <span class="unseen"> {t.newTab}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

const titleOf = (attachment: Attachment) =>
  attachment.kind === 'card'
    ? attachment.card.elements.find((one) => one.kind === 'text' && one.heading)
    : undefined

/** Cards and files one after the other; a card that came with its table is shown as one with it. */
function Attachments({ attachments }: { readonly attachments: readonly Attachment[] }) {
  const [csv, text] = ['text/csv', 'text/plain'].map((type) =>
    attachments.find((one) => one.kind === 'file' && one.type === type),
  )
  const card = attachments.find((one) => titleOf(one) !== undefined)
  const title = card && titleOf(card)
  const isSheet = csv?.kind === 'file' && text?.kind === 'file' && title?.kind === 'text'
  const sheet = useLazy(() => import('./product-sheet.tsx'), isSheet)
  return (
    <>
      {attachments.map((attachment, at) =>
        sheet && isSheet && (attachment === csv || attachment === text) ? null : sheet &&
          isSheet &&
          attachment === card ? (
          <sheet.ProductSheet key={at} title={title.text} csv={csv} text={text} />
        ) : attachment.kind === 'card' ? (
          <CardView key={at} card={attachment.card} />
        ) : (
          <FileView key={at} file={attachment} />
        ),
      )}
    </>
  )
}

function FromBot({
  entry,
  open,
}: {
  readonly entry: Extract<Entry, { kind: 'bot' }>
  readonly open: boolean
}) {
  const { t } = useSetting()
  const { text, plain, attachments, choices, citations, agent } = entry.activity
  return (
    <>
      {agent === undefined ? (
        <span class="unseen">{t.assistant}: </span>
      ) : (
        <span class="agent" data-testid="agent">
          {agent || t.person}
        </span>
      )}
      {text !== '' && (
        <div class="bubble prose">{plain ? <p class="as-typed">{text}</p> : <Markdown text={text} />}</div>
      )}
      <Attachments attachments={attachments} />
      {citations.length > 0 && <Sources citations={citations} />}
      {open && choices.length > 0 && <Actions actions={choices} label={t.choices} />}
    </>
  )
}

function FromMember({
  entry,
  retry,
  edit,
}: Pick<MessageProps, 'retry' | 'edit'> & { readonly entry: Extract<Entry, { kind: 'member' }> }) {
  const { t } = useSetting()
  const { key, text, state } = entry
  const failed = typeof state === 'object'
  const why =
    failed &&
    {
      failed: t.failed,
      long: t.failedLong,
      full: t.failedFull,
      wait: state.kind === 'wait' ? t.failedWait(state.seconds) : '',
    }[state.kind]
  return (
    <>
      <span class="unseen">{t.you}: </span>
      <div class="bubble">
        <p class="as-typed">{text}</p>
      </div>
      {failed ? (
        <div class="failure">
          <span role="alert">{why}</span>
          <button type="button" class="quiet" onClick={() => retry(key)}>
            {t.retry}
          </button>
          <button type="button" class="quiet" onClick={() => edit(key, text)}>
            {t.edit}
          </button>
        </div>
      ) : (
        <span class={`state ${state}`} aria-live="off">
          {state === 'sending' ? t.sending : t.sent}
        </span>
      )}
    </>
  )
}

/** One message, drawn again only when something about it has changed. */
export class Message extends Component<MessageProps> {
  override shouldComponentUpdate(next: MessageProps): boolean {
    const now = this.props
    return (
      now.entry !== next.entry ||
      now.first !== next.first ||
      now.last !== next.last ||
      now.open !== next.open ||
      now.language !== next.language
    )
  }

  override render({ entry, first, last, open, language, retry, edit }: MessageProps): VNode {
    if (entry.kind === 'note') return <Note />
    const spoken = entry.kind === 'bot' ? entry.activity.locale : undefined
    const shape = `message ${entry.kind}${first ? ' first' : ''}${last ? ' last' : ''}`
    return (
      <article
        class={shape}
        tabIndex={-1}
        data-testid={`${entry.kind}-message`}
        {...(spoken !== undefined && spoken !== language ? { lang: spoken } : {})}
      >
        {entry.kind === 'bot' ? (
          <FromBot entry={entry} open={open} />
        ) : (
          <FromMember entry={entry} retry={retry} edit={edit} />
        )}
      </article>
    )
  }
}

function Note() {
  const { t } = useSetting()
  return <p class="note">{t.anew}</p>
}
