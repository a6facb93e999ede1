import { beforeEach, describe, expect, it } from 'vitest'
import { RecordingPlayer } from './recording-player.ts'

/** An audio element as far as the player goes: it plays when it is told to, and `hear` lets time pass. */
class FakeMedia extends EventTarget {
  currentTime = 0
  duration = Number.NaN
  paused = true
  playbackRate = 1
  refuses = false
  async play(): Promise<void> {
    if (this.refuses) throw new DOMException('a tap is wanted', 'NotAllowedError')
    this.paused = false
    this.dispatchEvent(new Event('play'))
  }
  pause(): void {
    this.paused = true
    this.dispatchEvent(new Event('pause'))
  }
  hear(untilSeconds: number): void {
    this.currentTime = untilSeconds
    this.dispatchEvent(new Event('timeupdate'))
  }
}

let media: FakeMedia
let player: RecordingPlayer
beforeEach(() => {
  media = new FakeMedia()
  player = new RecordingPlayer(media)
})

describe('a recording', () => {
  it('plays a moment and stops at its end', () => {
    player.playFrom(4_000, 6_000)
    expect(media.currentTime).toBe(4)
    expect(player.getSnapshot().playing).toBe(true)
    media.hear(5.9)
    expect(player.getSnapshot()).toMatchObject({ playing: true, positionMs: 5_900 })
    media.hear(6.1)
    expect(player.getSnapshot().playing).toBe(false)
  })

  it('goes on past the end of a moment that the listener has left', () => {
    player.playFrom(4_000, 6_000)
    player.seek(20_000)
    media.hear(21)
    expect(player.getSnapshot()).toMatchObject({ playing: true, positionMs: 21_000 })
  })

  it('goes on past the end of a moment when it is played further', () => {
    player.playFrom(4_000, 6_000)
    media.hear(6)
    player.toggle()
    media.hear(9)
    expect(player.getSnapshot().playing).toBe(true)
    player.toggle()
    expect(player.getSnapshot().playing).toBe(false)
  })

  it('tells its length once that is known', () => {
    expect(player.getSnapshot().durationMs).toBeUndefined()
    media.duration = 61.5
    media.dispatchEvent(new Event('durationchange'))
    expect(player.getSnapshot().durationMs).toBe(61_500)
  })

  it('rests where the browser lets nothing play', async () => {
    media.refuses = true
    player.toggle()
    await Promise.resolve()
    expect(player.getSnapshot().playing).toBe(false)
  })

  it('falls silent and says nothing more once it is closed, however often', () => {
    let told = 0
    player.subscribe(() => {
      told += 1
    })
    player.toggle()
    player.close()
    player.close()
    const before = told
    media.hear(3)
    expect(media.paused).toBe(true)
    expect(told).toBe(before)
    expect(player.getSnapshot().positionMs).toBe(0)
  })
})
