import { faultTable } from '../../../server/testing/live/fault-table.ts'
import { type FaultOutcome, playFault } from '../../../server/testing/live/play-fault.ts'
import type { Measurement } from '../measurement.ts'

/** Fast enough to be short, slow enough for a hop between sockets to be no time of the talk's. */
const SPEED = 20
const MAX_DETECTION_MS = 2_500
const MAX_AGAIN_MS = 5_000

/** Each fault in a talk of its own: how soon it is found out, how soon the talk goes on, and whether it ends as defined. */
export async function liveFaults(): Promise<Measurement[]> {
  const outcomes: FaultOutcome[] = []
  let asDefined = 0
  for (const fault of faultTable) {
    const outcome = await playFault(fault, { speed: SPEED })
    outcomes.push(outcome)
    const isMet = outcome.outcome === fault.outcome && outcome.problems.length === 0
    if (isMet) asDefined++
    process.stderr.write(`${isMet ? 'as defined' : 'NOT AS DEFINED'}  ${words(outcome)}\n`)
  }
  const detected = outcomes.flatMap(({ detectedMs }) => detectedMs ?? [])
  const again = outcomes.flatMap(({ againMs }) => againMs ?? [])
  return [
    {
      name: `faults recovered or ended as defined, of ${faultTable.length}`,
      value: (100 * asDefined) / faultTable.length,
      unit: '%',
      target: { atLeast: 100 },
    },
    ...latest('found out', detected, MAX_DETECTION_MS),
    ...latest('talking again', again, MAX_AGAIN_MS),
  ]
}

function latest(what: string, times: number[], atMost: number): Measurement[] {
  return [
    {
      name: `fault to ${what}, latest of ${times.length}`,
      value: Math.max(...times),
      unit: 'ms',
      target: { atMost },
    },
  ]
}

function words({ name, outcome, detectedMs, againMs, problems }: FaultOutcome): string {
  const times = [
    ...(detectedMs === undefined ? [] : [`found out after ${Math.round(detectedMs)} ms`]),
    ...(againMs === undefined ? [] : [`talking again after ${Math.round(againMs)} ms`]),
  ]
  return [`${name}: ${outcome}`, ...times, ...problems].join('; ')
}
