import type {Analysis} from '../../../image/analysis/analyse.ts'
import type {Finding, Fix} from '../../../image/analysis/finding.ts'
import {count, counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {truncate, width} from '../../../text/width.ts'
import {wrap} from '../../../text/wrap.ts'
import type {Explorer} from '../explorer.ts'
import {remembered} from '../remembered.ts'
import type {Capabilities, State} from '../state.ts'
import {cursorRow, type ShownFinding, type WasteRow, wasteRows} from '../waste/shown-findings.ts'
import type {WasteState} from '../waste/waste.ts'
import {wasteHead} from './waste-frame.ts'
import {clean} from './waste-text.ts'

/** A line of the Waste tab's list. Printable. */
export interface WasteLine {
  /** it belongs to the row that the cursor is on */
  readonly cursor: boolean
  /** the first line of a row: what the cursor marks */
  readonly first: boolean
  readonly open: boolean | null
  /** bytes, or what stands in their place; null for nothing */
  readonly amount: number | 'secret' | 'advice' | null
  /** a line of what is told of a finding, behind a label or below one */
  readonly isDetail: boolean
  readonly label: string
  readonly text: string
  /** at the right edge */
  readonly right: string
  readonly tone: 'summary' | 'fix' | 'plain' | 'quiet' | 'heading'
}

/** From this width on there is room for a blank line between findings. */
const AIRY = 70

/** Cells before the text: cursor, mark, amount. */
export const WASTE_INDENT = 13
/** Cells of the words before a line of an open finding. */
export const LABEL_CELLS = 7

/** The lines of the window, those of the cursor's row among them. */
export function wasteLines(explorer: Explorer, state: State): readonly WasteLine[] {
  const {columns} = state.terminal
  const list = Math.max(0, state.terminal.rows - 3 - wasteHead(explorer, state).length)
  const {waste} = explorer
  const rows = wasteRows(waste)
  const at = cursorRow(rows, waste.cursor)
  const {analysis, silences, showsSilenced, open} = waste
  if (analysis === null) return []
  const all = allLines(analysis, silences, showsSilenced, open, columns, state.capabilities)
  const first = all.findIndex(({row}) => row === at)
  const last = all.findLastIndex(({row}) => row === at)
  // The whole of the finding is in sight where there is room, its first line in any case.
  const around = Math.max(0, Math.floor((list - (last - first + 1)) / 2))
  const top = Math.max(0, Math.min(all.length - list, first, first - around))
  return all.slice(top, top + list).map(({line, row}) => (row === at && at >= 0 ? {...line, cursor: true} : line))
}

interface PlacedLine {
  readonly line: WasteLine
  /** −1 for a line between rows */
  readonly row: number
}

/** Laid out once; the cursor only picks a window. */
const allLines = remembered(
  (
    analysis: Analysis,
    silences: WasteState['silences'],
    showsSilenced: boolean,
    open: ReadonlySet<string>,
    columns: number,
    {unicode}: Capabilities,
  ) => laidOut(wasteRows({analysis, silences, showsSilenced, open}), open, columns, unicode),
)

function laidOut(
  rows: readonly WasteRow[],
  open: ReadonlySet<string>,
  columns: number,
  unicode: boolean,
): readonly PlacedLine[] {
  const placed: PlacedLine[] = []
  let part: ShownFinding['part'] = 'yours'
  for (const [i, row] of rows.entries()) {
    const {shown, evidence} = row
    if (evidence < 0) {
      if (shown.part !== part) {
        if (placed.length > 0 && columns < AIRY) placed.push({row: -1, line: {...BLANK}})
        placed.push({row: -1, line: {...BLANK, text: HEADINGS[shown.part], tone: 'heading'}})
        part = shown.part
      }
      const isOpen = open.has(shown.key)
      for (const line of isOpen ? openLines(shown, columns, unicode) : closedLines(shown, columns, unicode))
        placed.push({row: i, line})
    } else placed.push({row: i, line: evidenceLine(shown.finding, evidence, columns, unicode)})
    const ends = rows[i + 1]?.finding !== row.finding
    if (ends && open.has(shown.key)) {
      const {more} = shown.finding
      if (more > 0)
        placed.push({
          row: -1,
          line: {...BLANK, text: t`and ${counted(more, 'more place', 'more places')}`, tone: 'quiet'},
        })
    }
    if (ends && i + 1 < rows.length && columns >= AIRY) placed.push({row: -1, line: {...BLANK}})
  }
  return placed
}

const HEADINGS: Readonly<Record<ShownFinding['part'], string>> = {
  yours: '',
  base: t`In the base image: not yours to change, but by choosing another`,
  silenced: t`Silenced by the configuration`,
}

const BLANK: WasteLine = {
  cursor: false,
  first: false,
  open: null,
  amount: null,
  isDetail: false,
  label: '',
  text: '',
  right: '',
  tone: 'plain',
}

function room(columns: number): number {
  return Math.max(20, columns - WASTE_INDENT - 1)
}

function amountOf({kind, bytes}: Finding): WasteLine['amount'] {
  return kind === 'secret' ? 'secret' : bytes > 0 ? bytes : 'advice'
}

/** Lines of a summary that is not open. */
const SUMMARY_LINES = 2

function closedLines({finding, reason}: ShownFinding, columns: number, unicode: boolean): WasteLine[] {
  const {fix, bytes, certainty} = finding
  const mark = unicode ? '…' : '...'
  const wide = columns >= 100
  const summary = wrap(clean(finding.summary, unicode), room(columns), {limit: SUMMARY_LINES, mark})
  const promise = bytes === 0 ? '' : certainty === 'exact' ? t`exactly` : t`about`
  const lines = summary.map(
    (text, i): WasteLine => ({
      ...BLANK,
      first: i === 0,
      open: i === 0 ? false : null,
      amount: i === 0 ? amountOf(finding) : null,
      text,
      tone: 'summary',
    }),
  )
  if (reason !== null)
    return [...lines, {...BLANK, isDetail: true, label: t`why`, text: clean(reason, unicode), tone: 'quiet'}]
  if (fix === null) return lines
  const right = wide && bytes > 0 ? promised(finding) : promise
  const line = fixLine(fix, room(columns) - LABEL_CELLS - width(right) - 2, unicode)
  return [...lines, {...BLANK, isDetail: true, label: t`fix`, text: line, right, tone: 'fix'}]
}

/** What the fix saves, in short. */
function promised({bytes, certainty}: Finding): string {
  return certainty === 'exact' ? t`saves ${size(bytes)}, exactly` : t`saves about ${size(bytes)}`
}

function placeOf(file: Fix['file']): string {
  return file === 'build context' ? t`the build context` : file
}

/** A fix in one line: its lines, then its note where that has room too. */
function fixLine({file, lines, note}: Fix, cells: number, unicode: boolean): string {
  const into = file === 'Dockerfile' || lines.length === 0 ? '' : t`in ${placeOf(file)}: `
  const whole = clean(into + lines.join('   '), unicode)
  if (whole === '') return truncate(clean(note, unicode), cells, {mark: unicode ? '…' : '...'})
  const both = note === '' ? whole : `${whole}   ${clean(note, unicode)}`
  if (width(both) <= cells) return both
  // To one RUN something is added at its end; of anything else what is cut in the middle is another line than it was.
  const from = lines.length === 1 && lines[0]!.startsWith('RUN ') ? 'middle' : 'end'
  return truncate(whole, cells, {from, mark: unicode ? '…' : '...'})
}

function openLines({finding, reason}: ShownFinding, columns: number, unicode: boolean): WasteLine[] {
  const {fix, bytes, certainty, why, rule, instruction, layer, inBase} = finding
  const cells = room(columns)
  const lines: WasteLine[] = wrap(clean(finding.summary, unicode), cells).map((text, i) => ({
    ...BLANK,
    first: i === 0,
    open: i === 0 ? true : null,
    amount: i === 0 ? amountOf(finding) : null,
    text,
    tone: 'summary',
  }))
  const add = (label: string, text: string, tone: WasteLine['tone'] = 'plain') => {
    const wrapped = wrap(clean(text, unicode), cells - LABEL_CELLS, {indent: '  '})
    lines.push(...wrapped.map((each, i) => ({...BLANK, isDetail: true, label: i === 0 ? label : '', text: each, tone})))
  }
  add(t`why`, why, 'quiet')
  if (layer !== null) add(t`layer`, `${layer}${instruction === null ? '' : `  ${instruction}`}`)
  if (fix !== null) {
    if (fix.file !== 'Dockerfile' && fix.lines.length > 0) add(t`fix`, t`in ${placeOf(fix.file)}:`, 'quiet')
    fix.lines.forEach((each, i) => {
      add(i === 0 && fix.file === 'Dockerfile' ? t`fix` : '', each, 'fix')
    })
    if (fix.note !== '') add(fix.lines.length === 0 ? t`fix` : '', fix.note)
  } else if (inBase) add(t`fix`, t`another base image, or a newer version of it`)
  if (bytes > 0)
    add(t`saves`, certainty === 'exact' ? t`${size(bytes)}, exactly ${count(bytes)} B` : t`about ${size(bytes)}`)
  add(t`rule`, rule, 'quiet')
  if (reason !== null) add(t`silent`, reason, 'quiet')
  return lines
}

function evidenceLine({evidence}: Finding, at: number, columns: number, unicode: boolean): WasteLine {
  const {path, bytes, files, layer} = evidence[at]!
  const right = files > 1 && columns >= 70 ? t`${counted(files, 'file', 'files')}, layer ${layer}` : t`layer ${layer}`
  const mark = unicode ? '…' : '...'
  return {
    ...BLANK,
    first: true,
    amount: bytes > 0 ? bytes : null,
    text: wrap(clean(`/${path}`, unicode), room(columns) - width(right) - 2, {limit: 1, mark})[0] ?? '',
    right,
  }
}
