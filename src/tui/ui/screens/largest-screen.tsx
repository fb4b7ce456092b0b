import {paperSize} from '../../app/layout.ts'
import {largestRows, largestTitle} from '../../app/selectors/largest-rows.ts'
import type {Largest, State} from '../../app/state.ts'
import {Row, Rows} from '../panes/row.tsx'
import {largestRow} from '../rows/largest-row.ts'
import {bareTopRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

/** The largest files of all layers. */
export function LargestScreen({state, list, theme}: {state: State; list: Largest; theme: Theme}) {
  const {columns} = state.terminal
  const height = paperSize(state.terminal).rows
  const drawn = largestRows(state, list, height).map(row => largestRow(row, columns, theme))
  return (
    <>
      <Row text={bareTopRow(largestTitle(state), columns, theme)} />
      <Row text="" />
      <Rows lines={drawn} width={columns} height={height} />
    </>
  )
}
