import { describe, expect, it } from 'vitest'
import { listInput, readFilter, writeFilter } from './history-filter.ts'

const now = new Date(2026, 10, 22, 15, 30)

describe('the filter of the history', () => {
  it('comes back from the address as it was put there', () => {
    const filter = { scenarioId: 'it-manager-sato', text: '予算 & more', period: '30' as const }
    const search = writeFilter(new URLSearchParams('lang=ja'), filter)
    expect(search.get('lang')).toBe('ja')
    expect(readFilter(new URLSearchParams(search.toString()))).toEqual(filter)
  })

  it('leaves nothing of itself in the address when it is taken back', () => {
    const search = new URLSearchParams('scenario=a&text=b&days=7')
    expect(writeFilter(search, readFilter(new URLSearchParams())).toString()).toBe('')
  })

  it('takes an address that somebody made up for no filter', () => {
    expect(readFilter(new URLSearchParams('days=12'))).toEqual({ scenarioId: '', text: '', period: 'all' })
  })

  it('asks for nothing that was not chosen', () => {
    expect(listInput({ scenarioId: '', text: '  ', period: 'all' }, now)).toEqual({})
  })

  it('counts whole days, today among them', () => {
    const input = listInput({ scenarioId: 'a', text: ' b ', period: '7' }, now)
    expect(input).toEqual({ scenarioId: 'a', text: 'b', from: new Date(2026, 10, 16) })
  })
})
