import { expect, it } from 'vitest'
import { FakeClock } from '../testing/fake-clock.ts'
import { ResumptionLedger } from './resumption-ledger.ts'

const model = 'models/gemini-3.8-live'
const snapshot = (memory: unknown) => ({ model, memory, used: { text: 1, audio: 2 } })
const HOUR_MS = 60 * 60 * 1000

function setUp() {
  const clock = new FakeClock()
  return { clock, ledger: new ResumptionLedger({ clock }) }
}
const connection = () => ({ isOpen: true })

it('hands a session over once its connection is closed', () => {
  const { ledger } = setUp()
  const first = connection()
  const lineage = ledger.begin(first)
  const handle = ledger.issue(lineage, snapshot('so far'))

  expect(ledger.redeem(handle, { model, holder: connection() })).toMatchObject({ close: { code: 1011 } })
  first.isOpen = false
  ledger.end(lineage, first)
  expect(ledger.redeem(handle, { model, holder: connection() })).toMatchObject({
    ok: true,
    snapshot: { memory: 'so far' },
  })
  expect(ledger.redeem(handle, { model, holder: connection() })).toMatchObject({ close: { code: 1011 } })
})

it('does not know handles of others’ making, nor another model', () => {
  const { ledger } = setUp()
  const first = connection()
  const handle = ledger.issue(ledger.begin(first), snapshot(1))
  first.isOpen = false
  const refused = { ok: false, close: { code: 1007, reason: 'Request contains an invalid argument.' } }
  expect(ledger.redeem('CihUnknown', { model, holder: connection() })).toEqual(refused)
  expect(ledger.redeem(handle, { model: 'models/other', holder: connection() })).toEqual(refused)
})

it('forgets a session two hours after it ended, and no sooner', () => {
  const { clock, ledger } = setUp()
  const first = connection()
  const lineage = ledger.begin(first)
  const handle = ledger.issue(lineage, snapshot(1))
  clock.advance(5 * HOUR_MS)
  first.isOpen = false
  ledger.end(lineage, first)

  clock.advance(2 * HOUR_MS - 1)
  const second = connection()
  expect(ledger.redeem(handle, { model, holder: second }).ok).toBe(true)
  second.isOpen = false
  ledger.end(lineage, second)
  clock.advance(2 * HOUR_MS)
  expect(ledger.redeem(handle, { model, holder: connection() }).ok).toBe(false)
  expect(ledger.size).toBe(0)
})

it('does not let a late goodbye end a session that has moved on', () => {
  const { clock, ledger } = setUp()
  const first = connection()
  const lineage = ledger.begin(first)
  const handle = ledger.issue(lineage, snapshot(1))
  first.isOpen = false
  const second = connection()
  ledger.redeem(handle, { model, holder: second })
  ledger.end(lineage, first)
  clock.advance(3 * HOUR_MS)
  second.isOpen = false
  ledger.end(lineage, second)
  expect(ledger.redeem(handle, { model, holder: connection() }).ok).toBe(true)
})

it('stays small, however long a session lasts and however many end', () => {
  const { ledger } = setUp()
  const held = connection()
  const lineage = ledger.begin(held)
  const handles = Array.from({ length: 100 }, (_, i) => ledger.issue(lineage, snapshot(i)))
  expect(ledger.size).toBe(8)
  expect(new Set(handles).size).toBe(100)

  for (let i = 0; i < 3_000; i++) {
    const holder = connection()
    const ended = ledger.begin(holder)
    ledger.issue(ended, snapshot(i))
    ledger.end(ended, holder)
  }
  expect(ledger.size).toBe(2_008)
  held.isOpen = false
  expect(ledger.redeem(handles[99] ?? '', { model, holder: connection() })).toMatchObject({
    snapshot: { memory: 99 },
  })
})
