/** The members' page begins here. */
import { render } from 'preact'
import { App } from './app.tsx'
import { Conversation } from './conversation.ts'
import { Device } from './device.ts'
import { firstLanguage } from './language.ts'
import { fitToView } from './viewport.ts'

fitToView()
const device = new Device()
const language = firstLanguage(new URLSearchParams(location.search).get('lang'), navigator.language)
document.documentElement.lang = language
render(
  <App conversation={new Conversation(device, language)} device={device} />,
  document.getElementById('page')!,
)
