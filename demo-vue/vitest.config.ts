import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    maxWorkers: 2,
    testTimeout: 20_000,
    projects: [
      { extends: true, test: { name: 'client', environment: 'node', include: ['tests/*.test.ts'] } },
      { extends: true, test: { name: 'app', environment: 'happy-dom', include: ['tests/app/**/*.test.ts'] } },
    ],
  },
})
