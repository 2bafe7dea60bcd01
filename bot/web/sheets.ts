/** The sheets that open over the page; fetched together, when the first of them is opened. */
export { KnownSheet } from './known-sheet.tsx'
export { PrivacySheet } from './privacy-sheet.tsx'
