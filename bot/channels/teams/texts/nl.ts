/** What the Teams channel itself says, in Dutch; the other languages are typed from it. */
export const nl = {
  /** Said once to everybody where the bot was added to a chat or team. */
  hello: (bot: string) =>
    `Hoi! Ik ben ${bot} en help met Canon Professional Services: account, producten, punten, lidmaatschap en betaling. Noem me met @ en stel je vraag; of praat met me in een eigen chat.`,
  /** Told to who taps a button of a question that is no longer the one that waits. */
  passed: 'Die vraag is al voorbij. Kies bij de laatste vraag, of typ wat je wilt.',
  /** Told to who acts on something that nobody knows any more. */
  notKnown: 'Dat kan ik hier niet doen. Typ wat je wilt, dan kijk ik mee.',
  /** Told to who searches or acts while that is not there. */
  later: 'Dat lukt nu even niet. Probeer het over een minuut nog eens.',
}

/** What a language has to say here. */
export type TeamsTexts = typeof nl
