import type { TFunction } from 'i18next'
import type { CallProblem } from '../sdk/call-problem.ts'
import type { CallEnd } from '../sdk/call-state.ts'

export interface Words {
  title: string
  body: string
}

/** What happened and what to do about it, in the page's language. */
export function problemWords(t: TFunction, problem: CallProblem): Words {
  return problem.type === 'refused'
    ? { title: t(`errorReason.${problem.reason}.title`), body: t(`errorReason.${problem.reason}.body`) }
    : { title: t(`problem.${problem.type}.title`), body: t(`problem.${problem.type}.body`) }
}

export function endWords(t: TFunction, end: CallEnd): Words {
  return end.kind === 'problem'
    ? problemWords(t, end.problem)
    : { title: t(`endReason.${end.reason}.title`), body: t(`endReason.${end.reason}.body`) }
}
