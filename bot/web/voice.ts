/** Speaking and listening, where the browser can. Nothing here runs before the member switches it on. */
import { type Language, regions } from './language.ts'

/** The part of the Web Speech API that is used; some browsers have it under a name of their own. */
interface Recognition {
  lang: string
  interimResults: boolean
  onresult: ((event: Heard) => void) | null
  onerror: ((event: { readonly error: string }) => void) | null
  onend: (() => void) | null
  start(): void
  stop(): void
}

interface Heard {
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>>
}

type Recognizer = new () => Recognition

/** What listening comes to. */
export interface Listener {
  /** What was heard so far. */
  heard(text: string): void
  ended(why: 'done' | 'denied' | 'unheard'): void
}

function recognizer(): Recognizer | undefined {
  const { SpeechRecognition, webkitSpeechRecognition } = window as unknown as {
    readonly SpeechRecognition?: Recognizer
    readonly webkitSpeechRecognition?: Recognizer
  }
  return SpeechRecognition ?? webkitSpeechRecognition
}

/** Whether the browser can listen. */
export const canListen = (): boolean => recognizer() !== undefined

/** Listens to one message; gives what ends it early. */
export function listen(language: Language, listener: Listener): () => void {
  const Made = recognizer()
  if (!Made) {
    listener.ended('denied')
    return () => {}
  }
  const recognition = new Made()
  let why: 'done' | 'denied' | 'unheard' = 'unheard'
  recognition.lang = regions[language]
  recognition.interimResults = true
  recognition.onresult = ({ results }) => {
    why = 'done'
    listener.heard(
      Array.from(results, (result) => result[0]?.transcript ?? '')
        .join('')
        .trim(),
    )
  }
  recognition.onerror = ({ error }) => {
    if (error === 'not-allowed' || error === 'service-not-allowed' || error === 'audio-capture')
      why = 'denied'
  }
  recognition.onend = () => listener.ended(why)
  recognition.start()
  return () => recognition.stop()
}

/** Reads aloud, in place of what was being read; `locale` is the language that it is written in. */
export function speak(text: string, locale: string): void {
  speechSynthesis.cancel()
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.lang = locale
  speechSynthesis.speak(utterance)
}

/** Stops reading. */
export const hush = (): void => speechSynthesis.cancel()
