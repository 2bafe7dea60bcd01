/** The tab begins here. */
import './quiet-schemas.ts'
import { render } from 'preact'
import { App } from './app.tsx'

render(<App />, document.getElementById('page')!)
