import { makeDatabaseTemplate } from '../store/database/database-template.ts'

/** Once ahead of all tests: the first of them would otherwise make it in their own time, several at once. */
export default async function globalSetup(): Promise<void> {
  await makeDatabaseTemplate()
}
