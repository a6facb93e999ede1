/** What a hint may be about, the most pressing first: where there are reasons for several, that one is told. */
export const hints = ['monologue', 'goal', 'silence', 'question'] as const
export type Hint = (typeof hints)[number]
