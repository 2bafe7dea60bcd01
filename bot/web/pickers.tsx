/** What can be picked instead of typed: a day, a country. What is picked is said, like anything else. */
import { useId, useMemo, useState } from 'preact/hooks'
import { countryCodes } from '../../domain/countries.ts'
import { Calendar, Search } from './icons.tsx'
import { regions } from './language.ts'
import { useSetting } from './setting.ts'

/** A day as it is said: in words, as the language writes it. `iso` is a full date. */
const dayInWords = (iso: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`))

const today = () => {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}

/** A day: the browser's own calendar, up to today. */
export function DatePicker({ say }: { readonly say: (text: string) => void }) {
  const { t, language } = useSetting()
  const [day, setDay] = useState('')
  const id = useId()
  const usable = /^\d{4}-\d{2}-\d{2}$/.test(day) && day <= today() && day >= '1900-01-01'
  return (
    <form
      class="picker"
      onSubmit={(event) => {
        event.preventDefault()
        if (usable) say(dayInWords(day, regions[language]))
      }}
    >
      <label for={id}>
        <Calendar />
        {t.pick.date}
      </label>
      <input
        id={id}
        type="date"
        max={today()}
        min="1900-01-01"
        value={day}
        data-testid="pick-date"
        onInput={({ currentTarget }) => setDay(currentTarget.value)}
      />
      {usable && (
        <button type="submit" class="action chosen">
          {t.pick.use}
        </button>
      )}
    </form>
  )
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

/** Countries shown at once; more is nobody's list. */
const most = 8

/** A country: found by the beginning of any of its words, with or without accents. */
export function CountryPicker({ say }: { readonly say: (text: string) => void }) {
  const { t, language } = useSetting()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const countries = useMemo(() => {
    const names = new Intl.DisplayNames(regions[language], { type: 'region' })
    return countryCodes
      .map((code) => names.of(code) ?? code)
      .map((name) => ({ name, folded: fold(name) }))
      .sort((a, b) => a.name.localeCompare(b.name, regions[language]))
  }, [language])
  const wanted = fold(typed)
  const found =
    wanted === ''
      ? []
      : countries
          .filter(
            ({ folded }) =>
              folded.startsWith(wanted) || folded.includes(` ${wanted}`) || folded.includes(`-${wanted}`),
          )
          .sort((a, b) => Number(b.folded.startsWith(wanted)) - Number(a.folded.startsWith(wanted)))
          .slice(0, most)
  const chosen = Math.min(at, found.length - 1)
  const choose = (name: string | undefined) => {
    if (name === undefined) return
    setTyped('')
    say(name)
  }
  const steer = (event: KeyboardEvent) => {
    const to = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 + found.length }[event.key]
    if (event.key === 'Enter') choose(found[chosen]?.name)
    else if (event.key === 'Escape') setTyped('')
    else if (to !== undefined && found.length > 0) setAt(to % found.length)
    else return
    event.preventDefault()
  }
  return (
    <div class="picker">
      <label for={id}>
        <Search />
        {t.pick.country}
      </label>
      <input
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
        value={typed}
        data-testid="pick-country"
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value)
          setAt(0)
        }}
        onKeyDown={steer}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t.pick.country}
        class="found"
        hidden={found.length === 0}
      >
        {found.map(({ name }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the field
          <div
            key={name}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => choose(name)}
          >
            {name}
          </div>
        ))}
      </div>
      <span class="unseen" role="status">
        {wanted === '' ? '' : found.length === 0 ? t.pick.none : t.pick.found(found.length)}
      </span>
      {wanted !== '' && found.length === 0 && <span class="subtle">{t.pick.none}</span>}
    </div>
  )
}
