/** The English catalogue. */
import type { Catalogue } from '../catalogue.ts'
import { asTyped, bullets, closed, formatOf } from '../format.ts'
import { asks } from './asks.ts'
import { handOff } from './hand-off.ts'
import { says } from './says.ts'
import { fields, methods, names, parts, problems, supportLine, tiers, topics, waysOut } from './words.ts'

const format = formatOf('en')
const ordinals = ['first', 'second', 'third']

export const en: Catalogue = {
  language: 'en',
  name: 'English',
  says,
  asks,
  names,
  tiers,
  methods,
  fields,
  waysOut,
  problems,
  parts,
  topics,
  support: supportLine,
  product: (item, name) => (name === undefined ? `product ${item + 1}` : asTyped(name)),
  try: (round) => `${ordinals[round - 1] ?? `${round}th`} time`,
  values: {
    yes: 'yes',
    no: 'no',
    unsure: 'you don’t know',
    skipped: 'skipped',
    estimate: (value) => `${value} (estimate)`,
    about: (value) => `about ${value}`,
    over: (value) => `over ${value}`,
    under: (value) => `under ${value}`,
    points: (value, one) => `${value} ${one ? 'point' : 'points'}`,
  },
  taps: {
    yes: 'Yes',
    no: 'No',
    unsure: 'I don’t know',
    skip: 'Skip',
    back: 'Back',
    repeat: 'Repeat',
    why: 'Why do you ask?',
    cancel: 'Stop',
    restart: 'Start again',
    help: 'Help',
    human: 'I want to talk to a person',
    review: 'What do you know about me?',
    undo: 'Undo',
    forgetMe: 'Forget me',
    source: 'Where does that come from?',
    confirmRestart: 'Yes, start again',
    confirmForget: 'Yes, forget everything',
    confirmCorrection: 'Yes, change it',
    noneOfThese: 'None of these',
    helped: 'That helps',
    notHelped: 'That doesn’t help',
    later: 'Go on later',
    keep: 'No, keep it',
    today: 'Today',
    yesterday: 'Yesterday',
    noRating: 'Rather not',
    ratings: ['1 – bad', '2 – poor', '3 – okay', '4 – good', '5 – very good'],
    change: (name) => `Change ${name}`,
    erase: (name) => `Erase ${name}`,
    transcript: 'Take the conversation along',
    revisit: (part) => `Back to ${part}`,
    takeAlong: 'Take along what I told you before',
    handOff: 'Yes, pass me on',
    withdraw: 'Take my question back',
    leave: 'Back to the assistant',
    goOn: 'Go on with the assistant',
  },
  handOff,
  steer: {
    welcome:
      'Hi! I help you join Canon Professional Services (CPS): from your business account to the payment, at your own pace. Where shall we start?',
    greeting: 'Hi!',
    thanks: 'You’re welcome!',
    goodbye: (open) =>
      open ? 'Goodbye! I keep where we were; you can go on any time.' : 'Goodbye, and happy shooting!',
    anythingElse: 'Anything else I can do for you?',
    choose: 'What can I help you with?',
    noted: (lines) =>
      lines.length > 2
        ? `Noted:\n\n${bullets(lines)}`
        : `Noted${lines.some((line) => line.includes(': ')) ? ' –' : ':'} ${format.list(lines)}.`,
    corrected: (name, from, to) => `Changed – ${name}: ${from} → **${to}**.`,
    fallsAway: (lost) => `No longer counting because of that: ${format.list(lost)}.`,
    wrong: (name) => `All right, I’ll forget what I had for ‘${name}’.`,
    undone: (changed) => `Taken back: ${format.list(changed)}.`,
    nothingToUndo: 'There is nothing to take back.',
    erased: (name) => `Erased: ${name}.`,
    goneBack: 'One step back.',
    atBeginning: 'This is the beginning; there is no further back.',
    notUnderstood: [
      'I didn’t quite get that.',
      'I still don’t follow. You can also tap a button.',
      'I can’t seem to understand this. Would you rather talk to a person? Or tap an answer.',
    ],
    notUnderstoodIdle: [
      'That I don’t know. What I can do: help you with your account, products, points, level and payment.',
      'I’m afraid I don’t know that. Put it another way, or pick a topic.',
      'I can’t help you with this one. A person may be able to – or pick a topic.',
    ],
    notAnAnswer: 'I can’t use that here.',
    example: (example) => `You can answer, for example: ${example}.`,
    help: 'Tap a button, or simply type what you want to say. You can always say ‘back’, ‘repeat’, ‘skip’, ‘stop’ or ‘start again’, ask what I know about you, or ask for a person.',
    helpQuestion: (why, example) => `${why} You can answer, for example: ${example}.`,
    noQuestion: 'There is no open question right now.',
    sources: (lines) => `That comes from:\n\n${bullets(lines)}`,
    noSources: 'There was nothing in my last message that needs a source.',
    inferred: 'I infer this from it; it doesn’t say so literally',
    byOperator: 'Filled in by the operator of this assistant',
    cancelled: (topic) => `Stopped with ‘${topic}’. I keep what you told me.`,
    nothingRunning: 'There is nothing running that I could stop.',
    confirmRestart: (known) =>
      known.length === 0
        ? 'Shall I start again?'
        : `If I start again, I erase: ${format.list(known)}. Go ahead?`,
    confirmForget:
      'Then I erase everything of this conversation: your answers and all messages, yours too. That can’t be undone. Go ahead?',
    confirmCorrection: (name, from, to, lost, next) =>
      `Then ‘${name}’ becomes: ${from} → **${to}**. Because of that this goes: ${format.list(lost)}.${next === undefined ? '' : ` After that I ask for: ${next}.`} Everything else stays. Change it?`,
    clarify: 'I’m not sure what you mean. Is it one of these?',
    noneOfThese: 'All right, none of those. Put it another way.',
    helped: 'Good!',
    notHelped: 'Too bad. Put it another way, or ask a person.',
    contradiction: 'I read two different things. Which one is right?',
    moods: {
      angry: 'I can see you’ve had enough of this. I’ll keep it as short as I can.',
      distressed: 'I’m sorry it is such a struggle. We’ll take it step by step; there is no hurry.',
    },
    mandatory: (why) => `I can’t really skip this one. ${why} Rather go on later? Then I keep everything.`,
    recap: (lines) =>
      `What I knew already:\n\n${bullets(lines.map(({ name, value }) => `${name}: ${value}`))}`,
    kept: 'Fine, everything stays.',
    restarted: 'Everything is erased; we start again.',
    forgotten: 'Done: I know nothing about you any more, and the messages before this one are erased.',
    person: (support, ways) =>
      `Of course. ${supportLine(support, ways)} Take this conversation along, so you don’t have to tell it all twice.`,
    personSummary: (lines) =>
      `What I know so far:\n\n${bullets(lines.map(({ name, value }) => `${name}: ${value}`))}`,
    receipt: 'This is what I know about you. If something isn’t right, change or erase it.',
    receiptEmpty: 'I don’t know anything about you yet.',
    receiptWords: (words) => `you said: “${words}”`,
    askRating: 'How was this conversation, from 1 to 5?',
    rated: (value) => (value >= 4 ? 'Thank you, good to hear!' : 'Thank you. We learn from that.'),
    notRated: 'That’s fine.',
    languageChanged: 'We’ll go on in English.',
    languageUnknown: (spoken) =>
      `I don’t speak that language yet. What I do speak: ${format.list(spoken, true)}.`,
    languageOffer: 'Rather in English? Tap ‘English’.',
    languageAlready: 'We are speaking English already.',
    digression: (topic) => `All right, first: ${closed(topic)}`,
    backTo: (topic) => `On with: ${closed(topic)}`,
    resumed: 'Welcome back! We go on where we were.',
    emailNoted: 'I’ve noted your e-mail address.',
    freshStart:
      'I can’t read our earlier conversation any more, sorry about that. We start afresh – just tell me what you were doing.',
    partlyKept:
      'I have been updated since, and part of our conversation I can’t read any more, sorry about that. The rest I still know.',
    noLongerAsked: 'Thank you – I no longer need to know that.',
    apology:
      'Something went wrong on my side with your message. What you told me before is kept. Try again, or tap a button.',
    sheetFull: (most) => `One sheet holds ${most} products; I can’t add more to it. What is on it stays.`,
    tooLong: 'That is a long message; I read the beginning of it.',
    nothingThere: (part) => `You haven’t told me anything about ‘${part}’ yet.`,
    tookAlong: (lines) =>
      `This is what I take along from our last conversation:\n\n${bullets(lines.map(({ name, value }) => `${name}: ${value}`))}`,
    nothingTakenAlong: 'There is nothing to take along. That’s all right: we simply start again.',
    onlyText: 'I can’t look at files or pictures. Type your question or tap a button.',
  },
  pictures: {
    myProducts:
      'Drawing of Canon’s site: a black bar at the top, with the tab ‘Mijn producten’ (‘my products’) circled in it.',
    migrateButton:
      'Drawing of the page ‘Mijn producten’: on the right is a blue button that reads ‘PRODUCTEN MIGREREN’ (‘migrate products’).',
    greenTick:
      'Drawing of two products in the list: the first has a green tick, the second has none; there ‘Product bekijken’ (‘view product’) is circled.',
    corporateSwitch:
      'Drawing of the heading ‘Beschikbare CPS-categorieën’ (‘available CPS categories’) with a switch below it that reads AAN and UIT (on and off).',
  },
  sheet: {
    title: 'Product sheet',
    field: {
      name: 'Product',
      serialNumber: 'Serial number',
      purchaseDate: 'Purchase date',
      purchaseCountry: 'Country of purchase',
      dealer: 'Dealer',
    },
    missing: 'still to look up or estimate',
    file: 'product-sheet',
    copy: 'Copy',
  },
}
