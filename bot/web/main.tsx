/** The members' page begins here. */
import { render } from 'preact'
import { App } from './app.tsx'
import { comeBack } from './come-back.ts'
import { Conversation } from './conversation.ts'
import { Device } from './device.ts'
import { embed } from './embedded.ts'
import { firstLanguage } from './language.ts'
import { fetchPageSettings } from './page-settings.ts'
import { readTalk, startingTalk } from './starting-talk.ts'
import { fitToView } from './viewport.ts'

const asked = new URLSearchParams(location.search)
const settings = fetchPageSettings()
fitToView()
const device = new Device()
comeBack(device)
void settings.then((known) => known && device.remember(known.rememberDays))
const language = firstLanguage(asked.get('lang'), navigator.language)
document.documentElement.lang = language
const page = document.getElementById('page')!

if (asked.has('embedded') && parent !== window) {
  const { witness, close, seen } = embed(asked, () => conversation)
  const conversation: Conversation = new Conversation(device, language, witness)
  void seen.then(() =>
    render(<App conversation={conversation} device={device} settings={settings} close={close} />, page),
  )
} else {
  const start = startingTalk(() => conversation)
  const conversation: Conversation = new Conversation(device, language, start.witness)
  start.wants(readTalk(asked.get('talk')), false)
  render(<App conversation={conversation} device={device} settings={settings} />, page)
}
