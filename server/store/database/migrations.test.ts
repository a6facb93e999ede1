import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { expect, it } from 'vitest'
import { MIGRATIONS } from './database.ts'
import * as schema from './schema.ts'

it('the migrations bring about what the schema says', async () => {
  const folder = join(MIGRATIONS.migrationsFolder, 'meta')
  const last = readdirSync(folder)
    .filter((name) => name.endsWith('_snapshot.json'))
    .toSorted()
    .at(-1)
  const before = JSON.parse(readFileSync(join(folder, last ?? ''), 'utf8'))
  const missing = await generateMigration(before, generateDrizzleJson(schema, before.id))
  // Else: drizzle-kit generate --config server/store/database/drizzle.config.ts --name WHAT
  expect(missing).toEqual([])
})
