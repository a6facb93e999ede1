import type { Scenario } from '../../shared/scenario.ts'
import { angryCustomerMori } from './angry-customer-mori.ts'
import { itManagerSato } from './it-manager-sato.ts'
import { performanceTalkLee } from './performance-talk-lee.ts'
import { priceNegotiationCarter } from './price-negotiation-carter.ts'

/** The scenarios that every server has, in the order in which the page shows them. */
export const builtInScenarios: readonly Scenario[] = [
  itManagerSato,
  angryCustomerMori,
  priceNegotiationCarter,
  performanceTalkLee,
]

/** What a client gets that names none: the sales call of the Flask service. */
export const defaultScenarioId = 'it-manager-sato'
