import { DATABASE_TEMPLATE, makeDatabaseTemplate } from '../server/store/database/database-template.ts'

/**
 * Part of the build: without the template the first start in a new data directory takes 5 s longer and over 1 GB of
 * memory, once.
 */
await makeDatabaseTemplate()
process.stdout.write(`embedded database's template: ${DATABASE_TEMPLATE}\n`)
