import { defineConfig } from 'drizzle-kit'

/** After a change of the schema: `drizzle-kit generate --config server/store/database/drizzle.config.ts --name WHAT` */
export default defineConfig({
  dialect: 'postgresql',
  schema: 'server/store/database/schema.ts',
  out: 'server/store/database/migrations',
})
