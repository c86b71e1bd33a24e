import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// Where `npm run dev` finds the server's answers that a built page gets from where it came from.
const SERVER = process.env['IMBED_SERVER'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  base: './',
  plugins: [vue()],
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
