import '@mantine/core/styles/ColorSwatch.css'
import '@mantine/charts/styles.css'
import { LineChart } from '@mantine/charts'
import { useTranslation } from 'react-i18next'
import { TOTAL, type TrendSeries } from './trend-series.ts'

/** Of the eye alone: its sense stands beside it in words and in a table. */
const QUIET = { accessibilityLayer: false }
/** Far enough from each other on paper and on black; the dashes tell them apart without colour. */
const COLOURS = ['#c77d1e', '#5b7fd6', '#b2549b', '#3f9fb0', '#8a7bd1', '#a0892c']
const DASHES = ['6 4', '2 3', '10 4', '8 3 2 3', '4 4', '1 3']

/** The score of the whole as the thick line, the criteria beside it. */
export default function TrendChart({
  series: { lines, rows },
  totalName,
}: {
  series: TrendSeries
  totalName: string
}) {
  const { i18n } = useTranslation()
  const criteria = lines.filter(({ key }) => key !== TOTAL)
  return (
    <LineChart
      h={240}
      data={rows.map(({ startedAt, scores }) => ({
        ...scores,
        date: startedAt.toLocaleDateString(i18n.language, { month: 'numeric', day: 'numeric' }),
      }))}
      dataKey="date"
      series={[
        { name: TOTAL, label: totalName, color: 'var(--accent)' },
        ...criteria.map(({ key, label }, index) => ({
          name: key,
          label: label ?? key,
          color: COLOURS[index % COLOURS.length] ?? 'gray',
          strokeDasharray: DASHES[index % DASHES.length] ?? '',
        })),
      ]}
      curveType="linear"
      connectNulls
      withLegend
      legendProps={{ verticalAlign: 'bottom' }}
      yAxisProps={{ domain: [0, 100], width: 36 }}
      lineProps={({ name }) => ({ isAnimationActive: false, strokeWidth: name === TOTAL ? 3 : 1.5 })}
      lineChartProps={QUIET}
    />
  )
}
