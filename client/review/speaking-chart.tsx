import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import type { SpeakingSlice } from './delivery-series.ts'

/** Of the eye alone: its sense stands beside it in words. */
const QUIET = { accessibilityLayer: false }

/** How much of each slice of the talk was whose. */
export default function SpeakingChart({
  slices,
  names,
}: {
  slices: SpeakingSlice[]
  names: Record<'user' | 'partner', string>
}) {
  return (
    <BarChart
      h={140}
      data={slices}
      dataKey="at"
      series={[
        { name: 'user', label: names.user, color: 'var(--accent)' },
        { name: 'partner', label: names.partner, color: '#a3977c' },
      ]}
      unit="%"
      tickLine="none"
      gridAxis="x"
      withTooltip
      yAxisProps={{ width: 44, domain: [0, 100] }}
      barProps={{ isAnimationActive: false }}
      barChartProps={QUIET}
    />
  )
}
