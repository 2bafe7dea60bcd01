import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const prove = Boolean(process.env.PROVE)
const edge = (file: string) => fileURLToPath(new URL(`test/bot/edge/${file}`, import.meta.url))

/**
 * Tests of what keeps nothing outside itself: rules, talks, words, understanding. Their files share what they load, which takes
 * longer than many of them; all others start with nothing of those before.
 */
const withoutTraces = ['domain', 'dialogs', 'prompts', 'conversations', 'paths', 'bot/web'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)

/** Where a run's logs are searched for personal data afterwards, all of them are kept. */
const keepsLogs = Boolean(process.env.TEST_LOGS)

export default defineConfig({
  test: {
    environment: 'node',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'apart', include: ['test/**/*.test.ts'], exclude: withoutTraces, isolate: true },
      },
      { extends: true, test: { name: 'together', include: withoutTraces, isolate: false } },
    ],
    testTimeout: prove ? 900_000 : 30_000,
    hookTimeout: 60_000,
    ...(keepsLogs && {
      setupFiles: [edge('keep-program-output.ts')],
      alias: [{ find: /^pino$/, replacement: edge('pino-and-kept.ts') }],
    }),
  },
})
