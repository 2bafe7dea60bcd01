/** The few words that the launcher itself says, in every language that it may be asked for. */
import type { Language } from '../web/language.ts'

interface Words {
  readonly title: string
  /** The name of the button, with how many messages came unseen. */
  readonly open: (unread: number) => string
  readonly close: string
  readonly loading: string
  /** The chat did not come up in its frame. */
  readonly absent: string
  /** The link to the page itself. */
  readonly apart: string
}

/** The launcher's words by language. The page's own languages are among them, by the compiler. */
export const words = {
  nl: {
    title: 'CPS Assistent',
    open: (unread) =>
      unread === 0
        ? 'CPS Assistent openen'
        : `CPS Assistent openen, ${unread === 1 ? '1 nieuw bericht' : `${unread} nieuwe berichten`}`,
    close: 'CPS Assistent sluiten',
    loading: 'Het gesprek wordt geopend …',
    absent: 'Het gesprek komt hier niet tevoorschijn.',
    apart: 'Open het in een nieuw tabblad',
  },
  en: {
    title: 'CPS Assistant',
    open: (unread) =>
      unread === 0
        ? 'Open CPS Assistant'
        : `Open CPS Assistant, ${unread === 1 ? '1 new message' : `${unread} new messages`}`,
    close: 'Close CPS Assistant',
    loading: 'Opening the chat …',
    absent: 'The chat does not come up here.',
    apart: 'Open it in a new tab',
  },
  de: {
    title: 'CPS Assistent',
    open: (unread) =>
      unread === 0
        ? 'CPS Assistent öffnen'
        : `CPS Assistent öffnen, ${unread === 1 ? '1 neue Nachricht' : `${unread} neue Nachrichten`}`,
    close: 'CPS Assistent schließen',
    loading: 'Der Chat wird geöffnet …',
    absent: 'Der Chat lässt sich hier nicht anzeigen.',
    apart: 'In einem neuen Tab öffnen',
  },
  fr: {
    title: 'Assistant CPS',
    open: (unread) =>
      unread === 0
        ? 'Ouvrir l’assistant CPS'
        : `Ouvrir l’assistant CPS, ${unread === 1 ? '1 nouveau message' : `${unread} nouveaux messages`}`,
    close: 'Fermer l’assistant CPS',
    loading: 'Ouverture de la conversation …',
    absent: 'La conversation ne s’affiche pas ici.',
    apart: 'L’ouvrir dans un nouvel onglet',
  },
} as const satisfies Record<Language | 'de' | 'fr', Words>

/** A language of the launcher. */
export type WidgetLanguage = keyof typeof words

/** The launcher's language for a locale such as `nl-BE`; `undefined` where it does not speak it. */
export function spoken(locale: string | null | undefined): WidgetLanguage | undefined {
  const primary = locale?.trim().toLowerCase().split(/[-_]/)[0]
  return primary !== undefined && Object.hasOwn(words, primary) ? (primary as WidgetLanguage) : undefined
}
