/**
 * Does `work` on the items, some at a time and ahead of the reader, and gives the results in the items' order. Who
 * leaves early leaves no more than those at work behind, and their failures are nobody's.
 */
export async function* ahead<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const atWork: Promise<Result>[] = []
  const begin = (item: Item) => {
    const result = work(item)
    result.catch(() => {})
    atWork.push(result)
  }
  for (const item of items.slice(0, atOnce)) begin(item)
  for (let next = atOnce; ; next++) {
    const first = atWork.shift()
    if (!first) return
    const result = await first
    const item = items[next]
    if (next < items.length && item !== undefined) begin(item)
    yield result
  }
}
