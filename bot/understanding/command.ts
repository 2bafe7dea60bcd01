/** The program behind `npm run --silent understand`: runs when it is loaded; see lines.ts. */
import { runUnderstand } from './lines.ts'

try {
  process.exitCode = await runUnderstand(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`understand: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
