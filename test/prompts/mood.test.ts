import { describe, expect, it } from 'vitest'
import { moodOf } from '../../prompts/local/mood.ts'
import { readText } from '../../prompts/local/text.ts'

const mood = (text: string) => moodOf(readText(text))

describe('mood', () => {
  it.each([
    'wat een waardeloze rotbot ben jij',
    'STOMME BOT!!!',
    'ik word hier gek van',
    'wat een kutsysteem',
    'klotzooi, klotezooi is het',
    'this is bullshit',
    'your site is absolutely useless',
    'this is driving me crazy',
    'what a fucking joke',
    'I am so fed up with this',
    'IK KRIJG HET NIET VOOR ELKAAR!!',
    'this is taking forever',
    'dit duurt echt veel te lang',
  ])('%s is angry', (text) => expect(mood(text)).toBe('angry'))

  it.each([
    'I give up',
    'ik geef het op',
    'ik ben ten einde raad',
    "I'm at my wits' end",
    'ik kan wel huilen',
    'I am getting desperate here',
    'ik trek dit niet meer',
  ])('%s is distressed', (text) => expect(mood(text)).toBe('distressed'))

  it.each([
    'oei, verkeerd getypt',
    'shit, 1800 bedoelde ik',
    'damn, typo',
    'jammer',
    'dat is vervelend',
    'ik snap het niet',
    "that's annoying",
    'nee',
    'mijn camera is kapot',
    'I never give my old address',
    'EOS R5',
    'PRODUCTEN MIGREREN',
    'hoe lang duurt het voor de factuur komt',
    'how long does it take',
  ])('%s calls for no word', (text) => expect(mood(text)).toBeUndefined())
})
