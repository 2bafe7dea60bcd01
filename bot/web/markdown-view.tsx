/** Shows the assistant's Markdown as elements; never as HTML. */
import { useMemo } from 'preact/hooks'
import { type Inline, readInline, readMarkdown } from './markdown.ts'
import { useSetting } from './setting.ts'

const outside = (href: string) => !href.startsWith('mailto:')

function Run({ children }: { readonly children: readonly Inline[] }) {
  const { t } = useSetting()
  return (
    <>
      {children.map((child, at) => {
        switch (child.kind) {
          case 'text':
            return child.text
          case 'break':
            return <br key={at} />
          case 'strong':
            return (
              <strong key={at}>
                <Run children={child.children} />
              </strong>
            )
          case 'em':
            return (
              <em key={at}>
                <Run children={child.children} />
              </em>
            )
          case 'link':
            return (
              <a
                key={at}
                href={child.href}
                {...(outside(child.href) ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
              >
                <Run children={child.children} />
                {outside(child.href) && <span class="unseen"> {t.newTab}</span>}
              </a>
            )
          default:
            return child satisfies never
        }
      })}
    </>
  )
}

/** Running text, for a line that stands in an element of its own. */
export function InlineText({ text }: { readonly text: string }) {
  const { page } = useSetting()
  const children = useMemo(() => readInline(text, page), [text, page])
  return <Run children={children} />
}

/** Paragraphs and lists. */
export function Markdown({ text }: { readonly text: string }) {
  const { page } = useSetting()
  const blocks = useMemo(() => readMarkdown(text, page), [text, page])
  return (
    <>
      {blocks.map((block, at) => {
        if (block.kind === 'paragraph')
          return (
            <p key={at}>
              <Run children={block.children} />
            </p>
          )
        const items = block.items.map((item, number) => (
          <li key={number}>
            <Run children={item} />
          </li>
        ))
        return block.ordered ? (
          <ol key={at} start={block.start}>
            {items}
          </ol>
        ) : (
          <ul key={at}>{items}</ul>
        )
      })}
    </>
  )
}
