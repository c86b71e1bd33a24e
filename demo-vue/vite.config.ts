import { gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

// Where `npm run dev` finds the server's answers that a built page gets from where it came from.
const SERVER = process.env['IMBED_SERVER'] ?? 'http://127.0.0.1:8080'

const BUDGET = 100_000

/** What a browser must have before it shows anything: the entry and what that imports, as they are served. */
function budget(): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = Object.values(bundle).filter((file) => file.type === 'chunk')
      const initial = new Set(files.filter((file) => file.isEntry).map((file) => file.fileName))
      // Grows while it is walked.
      for (const name of initial) for (const next of files.find((file) => file.fileName === name)?.imports ?? []) initial.add(next)
      const size = (some: typeof files) => some.reduce((sum, file) => sum + gzipSync(file.code).length, 0)
      const bytes = size(files.filter((file) => initial.has(file.fileName)))
      const figures = `${bytes} bytes of compressed JavaScript at first (limit ${BUDGET}), ${size(files)} with what comes later`
      if (bytes > BUDGET) this.error(figures)
      this.info(figures)
    },
  }
}

export default defineConfig({
  base: './',
  plugins: [vue(), budget()],
  build: {
    outDir: 'target/web', // by hand; Maven names a folder of its own
    emptyOutDir: true,
    license: { fileName: 'licenses.md' }, // of the packages that are part of the bundle
    target: 'es2022',
    assetsInlineLimit: 0, // data: scripts and fonts would not pass the Content-Security-Policy
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/config.json': SERVER } },
})
