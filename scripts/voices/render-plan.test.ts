import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dialogueScripts } from '../../server/partner/scripts/index.ts'
import { voicesDirectory } from '../../server/partner/voice-library.ts'
import { voiceManifest } from '../../server/partner/voice-library-manifest.ts'
import { renderPlan } from './render-plan.ts'

test('every line is recorded as it is written and cast today; if not, `npm run voices` has to be run', async () => {
  const manifest = voiceManifest.parse(
    JSON.parse(await readFile(join(voicesDirectory, 'manifest.json'), 'utf8')),
  )
  const outdated = renderPlan(dialogueScripts).filter(
    ({ scriptId, lineId, hash }) => manifest[scriptId]?.[lineId]?.hash !== hash,
  )
  expect(outdated.map(({ scriptId, lineId }) => `${scriptId}/${lineId}`)).toEqual([])
})
