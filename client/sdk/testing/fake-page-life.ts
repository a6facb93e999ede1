import type { PageLife } from '../page-life.ts'

/** A page that is hidden, shown and touched by the test. */
export class FakePageLife implements PageLife {
  visible = true
  readonly #shown = new Set<() => void>()
  readonly #touched = new Set<() => void>()

  onShown(listener: () => void): () => void {
    this.#shown.add(listener)
    return () => this.#shown.delete(listener)
  }

  onTouched(listener: () => void): () => void {
    this.#touched.add(listener)
    return () => this.#touched.delete(listener)
  }

  hide(): void {
    this.visible = false
  }

  show(): void {
    this.visible = true
    for (const listener of this.#shown) listener()
  }

  touch(): void {
    for (const listener of this.#touched) listener()
  }

  /** None may outlive its owner. */
  get listeners(): number {
    return this.#shown.size + this.#touched.size
  }
}
