import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Scenario } from '../../shared/scenario.ts'
import { builtInScenarios } from '../scenarios/index.ts'
import { describeStores } from './testing/describe-stores.ts'

function scenarioCalled(title: string): Scenario {
  const [first] = builtInScenarios
  if (!first) throw new Error('there are built-in scenarios')
  return { ...first, id: `own-${randomUUID()}`, title }
}

describeStores('the scenarios of users in the %s database', (opened) => {
  it('are kept, changed, listed and removed by their owner, and by nobody else', async () => {
    const { scenarios } = opened()
    const [owner, stranger] = [{ owner: randomUUID() }, { owner: randomUUID() }]
    const one = scenarioCalled('One')
    const two = scenarioCalled('Two')
    await scenarios.save(owner.owner, one)
    await scenarios.save(owner.owner, two)
    await scenarios.save(owner.owner, { ...one, title: 'One, changed' })
    expect(await scenarios.get(one.id, owner)).toEqual({ ...one, title: 'One, changed' })
    expect(new Set((await scenarios.list(owner)).map(({ title }) => title))).toEqual(
      new Set(['One, changed', 'Two']),
    )
    expect(await scenarios.get(one.id, stranger)).toBeUndefined()
    expect(await scenarios.list(stranger)).toEqual([])
    expect(await scenarios.remove(one.id, stranger)).toBe(false)
    expect(await scenarios.remove(one.id, owner)).toBe(true)
    expect(await scenarios.get(one.id, owner)).toBeUndefined()
  })

  it('are not taken when they are none', async () => {
    await expect(opened().scenarios.save('hana', { ...scenarioCalled('Bad'), rubric: [] })).rejects.toThrow()
  })
})
