/** What is personal in a text that is meant for everybody. */
import { hidePrivateData } from '../../prompts/understand/private-data.ts'

/** What is personal in a text, each thing once, as it stands there. */
export const privateIn = (text: string): readonly string[] => [
  ...new Set(hidePrivateData(text, null).originals.values()),
]

/** A text with placeholders for what is personal in it. */
export const withoutPrivate = (text: string): string => hidePrivateData(text, null).text
