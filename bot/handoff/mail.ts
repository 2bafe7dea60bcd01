/** Mail to members who left an address: what a person answered, with a link back into the conversation. */
import type { Transporter } from 'nodemailer'
import type { Language } from '../../domain/values.ts'
import { mailWords } from './mail-words.ts'

/** How mail is sent. */
export interface MailSettings {
  /** `smtp[s]://[user:password@]host[:port]`. */
  readonly url: string
  /** Who it is from. */
  readonly from: string
}

/** What a member is told by mail. */
export interface AnswerMail {
  readonly to: string
  readonly language: Language
  readonly answers: readonly { readonly agent: string; readonly text: string }[]
  /** The way back into the conversation; `undefined` where it is not known. */
  readonly link: string | undefined
}

/** A mail that was not taken. */
export class MailFault extends Error {
  override readonly name = 'MailFault'
  /** Nothing was sent, and trying again may help. */
  readonly passing: boolean
  constructor(cause: unknown) {
    super('a mail was not taken', { cause })
    const { command, responseCode } = cause as { command?: unknown; responseCode?: unknown }
    this.passing = command === 'CONN' || (typeof responseCode === 'number' && responseCode < 500)
  }
}

/** Sends mail. */
export interface Mailer {
  /** Resolves once a server has taken it. Rejects with a `MailFault` where none has, or where nobody knows. */
  send(mail: AnswerMail): Promise<void>
}

const patience = 10_000

/** Mail by this server; a connection is made when it is needed. */
export function makeMailer({ url, from }: MailSettings): Mailer {
  let opened: Promise<Transporter> | undefined
  /** Loaded where there is something to send. */
  const transport = () => {
    opened ??= import('nodemailer').then(({ createTransport }) =>
      createTransport(url, {
        from,
        // Members' mail is no place for files of this machine or of others.
        disableFileAccess: true,
        disableUrlAccess: true,
      }),
    )
    return opened
  }
  return {
    async send({ to, language, answers, link }) {
      const words = mailWords[language]
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('the mail server does not answer')), patience)
      })
      try {
        await Promise.race([
          (await transport()).sendMail({
            to: { name: '', address: to },
            subject: words.subject,
            text: words.text(answers, link),
          }),
          late,
        ])
      } catch (error) {
        throw new MailFault(error)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
