import { gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

// Where `npm run dev` finds the server's answers that a built page gets from where it came from.
const SERVER = process.env['IMBED_SERVER'] ?? 'http://127.0.0.1:8080'

const BUDGET = 100_000

/** All scripts together, compressed as they are served, so that nothing hides in a part that is loaded a moment later. */
function budget(): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const bytes = Object.values(bundle).reduce((sum, file) => sum + (file.type === 'chunk' ? gzipSync(file.code).length : 0), 0)
      if (bytes > BUDGET) this.error(`the page has ${bytes} bytes of compressed JavaScript, limit ${BUDGET}`)
      this.info(`${bytes} bytes of compressed JavaScript, limit ${BUDGET}`)
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
