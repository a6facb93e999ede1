import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { compileAhead } from './scripts/compile-ahead.ts'
import { compressPage } from './scripts/compress-page.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
/** The API that `vite` serves the page for, in development. */
const api = `http://127.0.0.1:${process.env.PORT ?? 5000}`

export default defineConfig({
  root: `${root}client`,
  plugins: [react(), compileAhead(['index', 'scenarios-page', 'talk-page']), compressPage()],
  build: {
    outDir: `${root}dist/page`,
    emptyOutDir: true,
    // Chrome, Edge and Firefox of the last two years, Safari from iOS 17.4.
    target: ['chrome120', 'edge120', 'firefox121', 'safari17.4'],
    rolldownOptions: {
      output: {
        // Few files: each that a page waits for costs a slow device some milliseconds, however small it is.
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'], priority: 1 },
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 30_000 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      // Not `/trpc.ts`, which is the page's. The server takes sockets of its own origin alone, so the proxy speaks
      // as that.
      '^/trpc($|[/?])': { target: api, ws: true, changeOrigin: true, rewriteWsOrigin: true },
      '^/ws/': { target: api, ws: true, changeOrigin: true, rewriteWsOrigin: true },
      // Not the review of a talk, which is the page's.
      '^/talks/[^/]+/recording': { target: api },
    },
  },
  test: {
    // Most of a test's time is sound at the pace of speech: three at once keep the two cores of CI busy.
    maxWorkers: 3,
    // A quarter of all CPU time went into starting a process a file and into reading the same modules in each. So
    // files share processes: what one leaves behind, another one's leak check would find.
    isolate: false,
    projects: [
      {
        root,
        test: {
          name: 'server',
          environment: 'node',
          include: ['{server,shared,scripts}/**/*.test.ts'],
          globalSetup: ['server/testing/global-setup.ts'],
          // A turn of the partner's is played in real time, and a database is opened, on a machine that is busy.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        root,
        test: {
          name: 'client',
          environment: 'node',
          include: ['client/**/*.test.{ts,tsx}'],
          exclude: ['client/e2e/**'],
        },
      },
    ],
  },
})
