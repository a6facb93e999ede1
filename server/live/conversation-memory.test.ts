import { describe, expect, it } from 'vitest'
import { ConversationMemory } from './conversation-memory.ts'

const remember = () => new ConversationMemory({ maxChars: 40 })

describe('what a new session is told of the talk', () => {
  it('is its lines in order, a piece that came late among them', () => {
    const memory = remember()
    memory.userBegins()
    memory.add('user', 'How')
    memory.add('partner', 'Well,')
    memory.add('user', ' much?')
    memory.add('partner', ' ten.')
    memory.turnOver()
    memory.userBegins()
    memory.add('user', 'No.')
    expect(memory.lines).toEqual([
      { role: 'user', text: 'How much?' },
      { role: 'partner', text: 'Well, ten.' },
      { role: 'user', text: 'No.' },
    ])
  })

  it('is for one that goes on by a handle what came after that handle', () => {
    const memory = remember()
    memory.add('partner', 'one')
    memory.turnOver()
    memory.covered()
    expect(memory.uncovered).toEqual([])
    memory.add('partner', 'two')
    expect(memory.uncovered).toEqual([{ role: 'partner', text: 'two' }])
  })

  it('leaves out what the user is about to say again, and nothing that the handle stands for', () => {
    const memory = remember()
    memory.add('user', 'old')
    memory.covered()
    memory.userBegins()
    memory.add('user', 'new')
    memory.userBegins()
    memory.add('user', 'newer')
    memory.forgetUnanswered()
    expect(memory.lines).toEqual([{ role: 'user', text: 'old' }])
  })

  it('never grows: the oldest lines go first', () => {
    const memory = remember()
    for (let i = 10; i < 99; i++) {
      memory.add('user', `line ${i}`)
      memory.turnOver()
      memory.covered()
    }
    expect(memory.lines.map(({ text }) => text)).toEqual([
      'line 94',
      'line 95',
      'line 96',
      'line 97',
      'line 98',
    ])
    expect(memory.uncovered).toEqual([])
  })
})
