import type { Locale } from '../../../shared/scenario.ts'
import type { DialogueScript } from '../dialogue-script.ts'
import { angryCustomerMoriScript } from './angry-customer-mori.ts'
import { genericEnScript } from './generic-en.ts'
import { genericJaScript } from './generic-ja.ts'
import { itManagerSatoScript } from './it-manager-sato.ts'
import { performanceTalkLeeScript } from './performance-talk-lee.ts'
import { priceNegotiationCarterScript } from './price-negotiation-carter.ts'

/** Every script that there are recordings of. */
export const dialogueScripts: readonly DialogueScript[] = [
  itManagerSatoScript,
  angryCustomerMoriScript,
  priceNegotiationCarterScript,
  performanceTalkLeeScript,
  genericJaScript,
  genericEnScript,
]

const genericScripts: Record<Locale, DialogueScript> = { 'ja-JP': genericJaScript, 'en-US': genericEnScript }

/** What the built-in partner says in a scenario: its own script, or for a user's own scenario the general one. */
export function scriptFor(scenarioId: string, locale: Locale): DialogueScript {
  const own = dialogueScripts.find((script) => script.id === scenarioId && script.locale === locale)
  return own ?? genericScripts[locale]
}
