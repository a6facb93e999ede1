/** One figure beside its target. */
export interface Measurement {
  name: string
  value: number
  unit: string
  /** What the project promises; absent where a figure is only for knowing. */
  target?: { atMost: number } | { atLeast: number }
}

/** The value below which the given share (0 to 1) of the samples lies: nearest rank. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export function isMet({ value, target }: Measurement): boolean | undefined {
  if (!target) return undefined
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast
}

/** What is promised, and what is good to know beside it. */
export function formatTables(measurements: readonly Measurement[]): string {
  const promised = measurements.filter(({ target }) => target)
  const others = measurements.filter(({ target }) => !target)
  const tables = [promised, others].filter((table) => table.length > 0)
  return tables.map(formatTable).join('\n\n')
}

function formatTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map((measurement) => {
    const { name, value, unit, target } = measurement
    const bound = !target
      ? ''
      : 'atMost' in target
        ? `at most ${target.atMost}`
        : `at least ${target.atLeast}`
    const met = isMet(measurement)
    return [name, `${round(value)} ${unit}`, bound, met === undefined ? '' : met ? 'met' : 'MISSED']
  })
  const all = [['what', 'measured', 'target', ''], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100
}
