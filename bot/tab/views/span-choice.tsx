/** Over how many days a view looks back. */
import { type Span, spans } from '../protocol.ts'
import { useSetting } from '../setting.ts'

/** A choice of the spans that there are. */
export function SpanChoice({ span, choose }: { readonly span: Span; readonly choose: (span: Span) => void }) {
  const { t } = useSetting()
  return (
    <fieldset class="spans">
      <legend class="unseen">{t.period}</legend>
      {spans.map((each) => (
        <label key={each}>
          <input type="radio" name="span" checked={each === span} onChange={() => choose(each)} />
          <span>{t.days(each)}</span>
        </label>
      ))}
    </fieldset>
  )
}
