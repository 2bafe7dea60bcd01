import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const prove = Boolean(process.env.PROVE)
const edge = (file: string) => fileURLToPath(new URL(`test/bot/edge/${file}`, import.meta.url))

/** Where a run's logs are searched for personal data afterwards, all of them are kept. */
const keepsLogs = Boolean(process.env.TEST_LOGS)

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: prove ? 900_000 : 30_000,
    hookTimeout: 60_000,
    ...(keepsLogs && {
      setupFiles: [edge('keep-program-output.ts')],
      alias: [{ find: /^pino$/, replacement: edge('pino-and-kept.ts') }],
    }),
  },
})
