import { makeDatabaseTemplate } from '../server/store/database/database-template.ts'
import { buildPageIfStale } from './page-build.ts'

/** `npm start`: the page and the empty database, then the server in this same process, so that signals reach it. */
await buildPageIfStale()
await makeDatabaseTemplate()
await import('../server/main.ts')
