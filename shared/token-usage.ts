import { z } from 'zod'

const byModality = z.record(z.string(), z.int())

/**
 * Tokens as the model's service counted them. A Live turn's prompt is the whole context so far, and is paid for
 * anew each turn: so the sum over the turns is what a talk costs, not the last count.
 */
export const tokenUsage = z.object({
  promptTokens: z.int(),
  responseTokens: z.int(),
  totalTokens: z.int(),
  thoughtsTokens: z.int().optional(),
  /** By kind, such as `AUDIO` and `TEXT`, as far as the service tells: they need not sum to the counts above. */
  promptByModality: byModality.optional(),
  responseByModality: byModality.optional(),
})
export type TokenUsage = z.infer<typeof tokenUsage>

export const noUsage: TokenUsage = { promptTokens: 0, responseTokens: 0, totalTokens: 0 }

export function addUsage(one: TokenUsage, other: TokenUsage): TokenUsage {
  const thoughts = (one.thoughtsTokens ?? 0) + (other.thoughtsTokens ?? 0)
  const prompt = addCounts(one.promptByModality, other.promptByModality)
  const response = addCounts(one.responseByModality, other.responseByModality)
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    responseTokens: one.responseTokens + other.responseTokens,
    totalTokens: one.totalTokens + other.totalTokens,
    ...(thoughts > 0 ? { thoughtsTokens: thoughts } : {}),
    ...(prompt ? { promptByModality: prompt } : {}),
    ...(response ? { responseByModality: response } : {}),
  }
}

type Counts = Record<string, number>

function addCounts(one: Counts | undefined, other: Counts | undefined): Counts | undefined {
  if (!one || !other) return one ?? other
  const sum = { ...one }
  for (const [modality, count] of Object.entries(other)) sum[modality] = (sum[modality] ?? 0) + count
  return sum
}
