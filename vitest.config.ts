import { defineConfig } from 'vitest/config'

const prove = Boolean(process.env.PROVE)

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: prove ? 900_000 : 30_000,
    hookTimeout: 60_000,
  },
})
