import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import type { ResponseDelay } from './delivery-series.ts'

/** Of the eye alone: its sense stands beside it in words. */
const QUIET = { accessibilityLayer: false }

/** How long the user took for each answer. */
export default function DelayChart({ delays, name }: { delays: ResponseDelay[]; name: string }) {
  return (
    <BarChart
      h={140}
      data={delays}
      dataKey="at"
      series={[{ name: 'seconds', label: name, color: 'var(--accent)' }]}
      unit="s"
      tickLine="none"
      gridAxis="x"
      yAxisProps={{ width: 44 }}
      barProps={{ isAnimationActive: false }}
      barChartProps={QUIET}
    />
  )
}
