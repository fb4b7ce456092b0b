import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {truncate, width} from '../../../text/width.ts'
import {paperSize} from '../../app/layout.ts'
import {comparisonLines, numberCells} from '../../app/selectors/comparison-lines.ts'
import type {State} from '../../app/state.ts'
import type {Comparison} from '../../app/versions/versions.ts'
import {Row, Rows} from '../panes/row.tsx'
import {diffRow} from '../rows/diff-row.ts'
import {paperRow} from '../rows/paper-row.ts'
import {bareTopRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

/** How two versions of a path differ. */
export function ComparisonScreen({state, comparison, theme}: {state: State; comparison: Comparison; theme: Theme}) {
  const {columns} = state.terminal
  const {arrow, ellipsis} = theme.glyphs
  const {before, after, left} = comparison
  const layers = t`layer ${before.layer} ${arrow} ${after.layer}`
  const path = `/${printable(comparison.path.slice(-4096), {ascii: !state.capabilities.unicode})}`
  const room = Math.max(8, columns - width(layers) - 18)
  const title = `${truncate(path, room, {from: 'start', mark: ellipsis})}  ${layers}`
  const look = {digits: numberCells(comparison), left}
  const lines = comparisonLines(comparison, state).map(each =>
    each.kind === 'paper' ? paperRow(each.line, columns, theme) : diffRow(each.line, each.text, look, columns, theme),
  )
  return (
    <>
      <Row text={bareTopRow(title, columns, theme)} />
      <Row text="" />
      <Rows lines={lines} width={columns} height={paperSize(state.terminal).rows} />
    </>
  )
}
