import type {Analysis} from '../../../image/analysis/analyse.ts'
import type {Finding, Silence} from '../../../image/analysis/finding.ts'
import {silence} from '../../../image/analysis/silence.ts'
import {remembered} from '../remembered.ts'
import type {WasteCursor, WasteState} from './waste.ts'

/** A finding of the list. */
export interface ShownFinding {
  /** the same in the next analysis of the same image */
  readonly key: string
  readonly finding: Finding
  readonly part: 'yours' | 'base' | 'silenced'
  /** why it was silenced */
  readonly reason: string | null
}

/** All findings, silenced ones last. */
export const findingsOf = remembered((analysis: Analysis, silences: readonly Silence[]): readonly ShownFinding[] => {
  const {findings, silenced} = silence(analysis.findings, silences)
  const all = [
    ...findings.map(finding => ({finding, part: finding.inBase ? 'base' : 'yours', reason: null}) as const),
    ...silenced.map(({finding, reason}) => ({finding, part: 'silenced', reason}) as const),
  ]
  const order = ['yours', 'base', 'silenced']
  const taken = new Map<string, number>()
  return all
    .toSorted((a, b) => order.indexOf(a.part) - order.indexOf(b.part))
    .map(each => {
      const {rule, layer, evidence} = each.finding
      const name = `${rule} ${layer} ${evidence[0]?.path ?? ''}`
      const before = taken.get(name) ?? 0
      taken.set(name, before + 1)
      return {...each, key: `${name} ${before}`}
    })
})

/** What decides which rows there are. */
export type Listed = Pick<WasteState, 'analysis' | 'silences' | 'showsSilenced' | 'open'>

/** The findings that the list shows now. */
function shownFindings({analysis, silences, showsSilenced}: Omit<Listed, 'open'>): readonly ShownFinding[] {
  if (analysis === null) return []
  const all = findingsOf(analysis, silences)
  return showsSilenced ? all : all.filter(({part}) => part !== 'silenced')
}

/** A row that the cursor can be on. */
export interface WasteRow extends WasteCursor {
  readonly shown: ShownFinding
}

/** Findings, and the evidence of those that are open. */
export function wasteRows(waste: Listed): readonly WasteRow[] {
  return shownFindings(waste).flatMap(shown => {
    const row = (evidence: number) => ({finding: shown.key, evidence, shown})
    const pieces = waste.open.has(shown.key) ? shown.finding.evidence.map((_, i) => row(i)) : []
    return [row(-1), ...pieces]
  })
}

/** Where the cursor is among the rows; the first where its row is gone, −1 where there is none. */
export function cursorRow(rows: readonly WasteRow[], {finding, evidence}: WasteCursor): number {
  const at = rows.findIndex(row => row.finding === finding && row.evidence === evidence)
  if (at >= 0) return at
  const whole = rows.findIndex(row => row.finding === finding)
  return whole >= 0 ? whole : Math.min(0, rows.length - 1)
}

/** The row under the cursor. */
export function currentRow(waste: WasteState): WasteRow | undefined {
  const rows = wasteRows(waste)
  return rows[cursorRow(rows, waste.cursor)]
}
