/** Shows a card, and everything else that can be tapped. */
import { useState } from 'preact/hooks'
import type { Action, Card, Element } from './card.ts'
import { Away } from './icons.tsx'
import { InlineText, Markdown } from './markdown-view.tsx'
import { afterPaint } from './paint.ts'
import { useSetting } from './setting.ts'

/** What still counts as the same double click: milliseconds, and pixels. */
const doubleClick = { within: 500, near: 12 } as const

let lastClick = { at: Number.NEGATIVE_INFINITY, x: 0, y: 0 }

/**
 * Whether a click is the second of a double click. A question's choices come up where those of the question before stood,
 * and must not be answered by it.
 */
function isSecondClick({ detail, timeStamp: at, clientX: x, clientY: y }: MouseEvent): boolean {
  // A key that presses a button is no pointer, and what it pressed loses the focus.
  if (detail === 0) return false
  const { within, near } = doubleClick
  const before = lastClick
  lastClick = { at, x, y }
  return at - before.at < within && Math.hypot(x - before.x, y - before.y) < near
}

/** A row of things to tap: a text to say, or a page to open. What was tapped shows it in the very next frame; the rest follows. */
export function Actions({
  actions,
  label,
}: {
  readonly actions: readonly Action[]
  readonly label?: string | undefined
}) {
  const { t, tap } = useSetting()
  const [taken, setTaken] = useState<Action>()
  const take = (action: Extract<Action, { kind: 'say' }>, event: MouseEvent) => {
    if (isSecondClick(event) || taken) return
    setTaken(action)
    afterPaint(() => {
      setTaken(undefined)
      tap(action)
    })
  }
  return (
    <fieldset class="actions">
      {label !== undefined && <legend class="unseen">{label}</legend>}
      {actions.map((action, at) =>
        action.kind === 'say' ? (
          <button
            key={at}
            type="button"
            class={taken === action ? 'action taken' : 'action'}
            // 'Change' alone says too little to who only hears it.
            aria-label={
              action.text.startsWith(action.title) && action.text !== action.title ? action.text : undefined
            }
            onClick={(event) => take(action, event)}
          >
            {action.title}
          </button>
        ) : (
          <a key={at} class="action" href={action.url} target="_blank" rel="noopener noreferrer">
            {action.title}
            <Away />
            <span class="unseen"> {t.newTab}</span>
          </a>
        ),
      )}
    </fieldset>
  )
}

const Elements = ({ elements }: { readonly elements: readonly Element[] }) => (
  <>
    {elements.map((element, at) => (
      <div key={at} class={element.apart ? 'part apart' : 'part'}>
        <Part element={element} />
      </div>
    ))}
  </>
)

function Part({ element }: { readonly element: Element }) {
  switch (element.kind) {
    case 'text':
      if (element.heading)
        return (
          <h2>
            <InlineText text={element.text} />
          </h2>
        )
      return (
        <div class={`prose${element.strong ? ' strong' : ''}${element.subtle ? ' subtle' : ''}`}>
          <Markdown text={element.text} />
        </div>
      )
    case 'facts':
      return (
        <dl class="facts">
          {element.facts.map((fact, at) => (
            <div key={at}>
              <dt>{fact.title}</dt>
              <dd>
                <InlineText text={fact.value} />
              </dd>
            </div>
          ))}
        </dl>
      )
    case 'group':
      return (
        <div class={element.emphasis ? 'group emphasis' : 'group'}>
          <Elements elements={element.elements} />
        </div>
      )
    case 'columns':
      return (
        <div class="columns">
          {element.columns.map((column, at) => (
            <div key={at} class={column.narrow ? 'narrow' : undefined}>
              <Elements elements={column.elements} />
            </div>
          ))}
        </div>
      )
    case 'table':
      return <Table element={element} />
    case 'picture':
      return <img class="picture" src={element.url} alt={element.text} width="640" height="300" />
    case 'actions':
      return <Actions actions={element.actions} />
    default:
      return element satisfies never
  }
}

function Table({ element }: { readonly element: Extract<Element, { kind: 'table' }> }) {
  const { t } = useSetting()
  const head = element.header ? element.rows[0] : undefined
  const rows = head ? element.rows.slice(1) : element.rows
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scrolling" tabIndex={0} aria-label={t.table}>
      <table>
        {head && (
          <thead>
            <tr>
              {head.map((cell, at) => (
                <th key={at} scope="col">
                  <Elements elements={cell} />
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((row, line) => (
            <tr key={line}>
              {row.map((cell, at) => (
                <td key={at}>
                  <Elements elements={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const isBare = ({ kind }: Element) => kind === 'actions' || kind === 'picture'

/** A card with its actions; what holds nothing to read is no card to look at. */
export const CardView = ({ card }: { readonly card: Card }) => (
  <div class={card.elements.every(isBare) ? 'card bare' : 'card'}>
    <Elements elements={card.elements} />
    {card.actions.length > 0 && <Actions actions={card.actions} />}
  </div>
)
