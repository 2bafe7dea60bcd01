/** How a member sounds, where it calls for a word: angry at what is here, or at the end of their tether. Mild words count for nothing. */
import { editDistance } from './edit-distance.ts'
import { type Text, words } from './text.ts'

/** A mood that is answered. */
export type Mood = 'angry' | 'distressed'

const strong =
  'godverdomme godver gvd klootzak klootzakken klotezooi kutzooi kutding kutbot kutsysteem klote kutwebsite kloteding rotzooi rotding rotsysteem pokkeding pokkezooi teringzooi tyfuszooi bullshit fuck fucking fuckin motherfucker asshole dickhead bastard wtf pissed godsamme stomkop mongool eikel sukkel smeerlap moron idioten idiots imbecile dumbass crappy shitty shitshow'.split(
    ' ',
  )
const angry =
  /(?<!\p{L})(?:kut|tering|tyfus|kanker) ?(?:bot|ding|systeem|site|website|zooi|canon|account|programma)|(?:what the|wat de) (?:hell|fuck|heck|hel)|(?:piece|load|bunch|pile) of (?:shit|crap|junk|rubbish|garbage)|(?:this|that|it|you|your \p{L}+)(?:'s| is|'re| are)? (?:all |just |absolute(?:ly)? |complete(?:ly)? |utter(?:ly)? |total(?:ly)? |so |such |a |an )*(?:useless|bullshit|rubbish|garbage|crap|shit|pathetic|ridiculous|a joke|disgrace\p{L}*|infuriating|outrageous|unacceptable|idiotic|stupid)|(?:stupid|stomme?|idiote?|achterlijke?|dumb|idiotic|bloody|fucking|useless|waardeloze|belachelijke?|debiele|kl\p{L}te) (?:bot|chat ?bot|thing|ding|machine|system|systeem|site|website|programma|program|assistant|assistent|app|computer|robot|procedure|gedoe|zooi)|(?:wat een|what a) (?:rot|klote|kut|puin|bagger|shit|crap|waardeloze?|belachelijke?|joke|disgrace|fucking|bloody)\p{L}*|(?:dit|dat|het|jullie|je|jij|dit systeem|deze bot) (?:is|zijn|bent) (?:echt |gewoon |toch |zo |allemaal |compleet |totaal |volslagen |een )*(?:belachelijk|waardeloos|schandalig|schande|bagger|om te janken zo slecht|onzin van de bovenste plank|achterlijk|idioot|klote|kut|ruk|ongehoord|onacceptabel)|(?:ik word|wordt|word ik|word) (?:hier |er |nu |echt |helemaal |zo |daar )*(?:gek|niet goed|knettergek|gestoord|razend|woest|furieus|pisnijdig|kwaad|boos|ziek)(?: van)?|(?:driving|drives|making) me (?:\p{L}+ )?(?:crazy|mad|nuts|insane|up the wall)|(?:i'm|im|i am|ik ben) (?:so |really |very |echt |zo |heel |erg |nu |extremely |)*(?:angry|furious|livid|pissed(?: off)?|fuming|boos|kwaad|woedend|woest|razend|pisnijdig|fed up|spuugzat)|(?:fed|piss\p{L}*) (?:up|off)|spuugzat|schijtziek|kotsbeu|kotsmisselijk|beu zijn|(?:ben|zijn) (?:het|dit) (?:echt |nu |helemaal |zo )*(?:beu|zat)|hou (?:toch |nou |eens )*(?:je|uw) (?:bek|kop|mond|muil)|shut (?:the \p{L}+ )?up|(?:screw|fuck|damn) (?:you|this|it|that)|rot (?:toch |nou )?op|flikker op|(?<!(?:ik|we|wij|dan|steeds|nu|wanneer) )krijg (?:toch )?(?:de|het) (?:tering|tyfus|kanker|klere|pest|pleuris|rambam|schompes|heen en weer)|loop naar de (?:hel|maan|pomp)|go to hell|(?:for|om) (?:fuck|christ|god)'?s? (?:sake|wil)|shit(?:systeem|ding|zooi|bot)|verdomme(?: zeg| nou| toch| man)?\s*!{1,}|waste of (?:my )?time|tijdverspilling|(?:takes?|taking|took) (?:\p{L}+ )?(?:forever|for ever|ages)|duurt (?:me |mij |echt |nu |al )*(?:veel te lang|eindeloos|eeuwig|een eeuwigheid|eeuwen)|sick (?:and tired|to death|of this)(?!\p{L})/u
const distressed =
  /(?<!\p{L})(?:(?:i|ik) (?:really |just |honestly )?(?:give up|geef (?:het|'t) (?:nu |maar |echt )?op)|giving up|opgeven wil ik|ten einde raad|radeloos|wanhop\p{L}*|desperate\p{L}*|in despair|despairing|at my wit'?s'? end|at (?:the )?end of my (?:rope|tether)|(?:can't|cannot|cant) (?:take|cope|do|handle|stand) (?:it|this|that)?(?: any ?more| any longer)|(?:ik )?(?:kan|trek|hou) (?:het|dit|er) (?:echt |zo )?niet meer(?: aan| uit| vol)?|(?:ik )?kan (?:er )?niet meer tegen|(?:bijna |almost |in |close to |tot )(?:huilen|tears|tranen|crying|weeping)|i'?m crying|zit te huilen|om te huilen|i could cry|kan wel (?:huilen|janken)|in paniek|paniek|panick?ing|panicked|in a panic|so stressed|stressed out|gestrest|gestresst|zo gespannen|overstuur|overwhelmed|hopeless(?:ly)?|hopeloos|lost all hope|geen hoop meer|moedeloos|i'm (?:completely|totally|utterly|so) lost|helemaal (?:de weg|het spoor) kwijt|nobody (?:helps|will help)|niemand (?:helpt|wil helpen)|(?:de )?moed (?:zakt|zinkt)|breekt me op|word er (?:moedeloos|verdrietig|wanhopig) van|(?:i'm|im) (?:exhausted|broken|done for|at a loss)|smeek (?:je|u)|i beg you|begging you)(?!\p{L})/u

/** Whether a word is one of the strong ones, a slip forgiven in the long ones. */
const isStrong = (word: string): boolean =>
  strong.some(
    (bad) => word === bad || (bad.length >= 7 && word[0] === bad[0] && editDistance(word, bad, 1) <= 1),
  )

/** Whether a text is shouted: long enough, in capitals, with exclamation marks. */
const shouted = (raw: string): boolean => {
  const letters = raw.match(/\p{L}/gu) ?? []
  const capitals = raw.match(/\p{Lu}/gu) ?? []
  return letters.length >= 12 && capitals.length > 0.8 * letters.length && /!{2,}/.test(raw)
}

/** The mood of a message, `undefined` where it calls for no word. */
export function moodOf({ raw, low }: Text): Mood | undefined {
  if (distressed.test(low)) return 'distressed'
  if (angry.test(low) || words(low).some(({ word }) => isStrong(word)) || shouted(raw)) return 'angry'
  return undefined
}
