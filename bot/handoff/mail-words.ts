/** What mails to members say. */
import type { Language } from '../../domain/values.ts'

/** The words of a mail in one language. */
interface MailWords {
  readonly subject: string
  readonly text: (
    answers: readonly { readonly agent: string; readonly text: string }[],
    link: string | undefined,
  ) => string
}

const paragraphs = (...parts: readonly (string | undefined)[]) =>
  parts.filter((part) => part !== undefined).join('\n\n')

export const mailWords: Readonly<Record<Language, MailWords>> = {
  nl: {
    subject: 'Antwoord op je vraag over CPS',
    text: (answers, link) =>
      paragraphs(
        'Hoi,',
        'Je vroeg in de CPS Assistant om een mens. Dit is het antwoord:',
        ...answers.map(({ agent, text }) => (agent === '' ? text : `${agent}: ${text}`)),
        link === undefined
          ? undefined
          : `Reageren doe je in het gesprek zelf, niet op deze mail. Deze link brengt je terug en werkt een week; hij is van jou alleen, stuur hem niet door:\n${link}`,
      ),
  },
  en: {
    subject: 'An answer to your question about CPS',
    text: (answers, link) =>
      paragraphs(
        'Hi,',
        'You asked for a person in the CPS Assistant. This is the answer:',
        ...answers.map(({ agent, text }) => (agent === '' ? text : `${agent}: ${text}`)),
        link === undefined
          ? undefined
          : `Please respond in the conversation itself, not to this mail. This link takes you back and works for a week; it is yours alone, please don’t pass it on:\n${link}`,
      ),
  },
}
