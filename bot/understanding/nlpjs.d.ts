/** What is used of nlp.js, which brings no types. */
declare module '@nlpjs/core' {
  export function containerBootstrap(): Promise<{ use(plugin: unknown): void }>
}
declare module '@nlpjs/nlp' {
  export class Nlp {
    constructor(settings: object)
    addDocument(language: string, text: string, intent: string): void
    train(): Promise<unknown>
    process(language: string, text: string): Promise<{ readonly intent?: string; readonly score: number }>
  }
}
declare module '@nlpjs/lang-en' {
  export const LangEn: unknown
}
declare module '@nlpjs/lang-nl' {
  export const LangNl: unknown
}
