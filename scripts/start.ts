import { buildPageIfStale } from './page-build.ts'

/** `npm start`: the page, then the server in this same process, so that signals reach it. */
await buildPageIfStale()
await import('../server/main.ts')
