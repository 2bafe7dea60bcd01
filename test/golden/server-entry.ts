/** The program by itself, as a process of a test runs it. */
import { main } from '../../bot/main.ts'

await main()
