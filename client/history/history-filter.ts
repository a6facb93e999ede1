/** Which talks are listed. It stands in the address, so that a list can be come back to and passed on. */
export interface HistoryFilter {
  scenarioId: string
  text: string
  /** How many days back, today among them; `all` for ever. */
  period: Period
}

export const periods = ['all', '7', '30', '90'] as const
export type Period = (typeof periods)[number]

export function readFilter(search: URLSearchParams): HistoryFilter {
  const period = search.get('days')
  return {
    scenarioId: search.get('scenario') ?? '',
    text: search.get('text') ?? '',
    period: periods.find((each) => each === period) ?? 'all',
  }
}

/** Leaves alone what else stands in the address. */
export function writeFilter(search: URLSearchParams, filter: HistoryFilter): URLSearchParams {
  const next = new URLSearchParams(search)
  const put = (name: string, value: string) => (value === '' ? next.delete(name) : next.set(name, value))
  put('scenario', filter.scenarioId)
  put('text', filter.text)
  put('days', filter.period === 'all' ? '' : filter.period)
  return next
}

/** As `talk.list` takes it. The same all day long, so that what was asked is known again. */
export function listInput({ scenarioId, text, period }: HistoryFilter, now: Date) {
  const words = text.trim()
  return {
    ...(scenarioId === '' ? {} : { scenarioId }),
    ...(words === '' ? {} : { text: words }),
    ...(period === 'all' ? {} : { from: dayBefore(now, Number(period) - 1) }),
  }
}

function dayBefore(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
}
