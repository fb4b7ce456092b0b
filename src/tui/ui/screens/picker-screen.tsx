import {paperSize} from '../../app/layout.ts'
import {pickerQuestion, pickerRows} from '../../app/selectors/picker-rows.ts'
import type {Picker, State} from '../../app/state.ts'
import {Row, Rows} from '../panes/row.tsx'
import {pickerHeading, pickerRow} from '../rows/picker-row.ts'
import {bareTopRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

/** Several images or platforms: which one? */
export function PickerScreen({state, picker, theme}: {state: State; picker: Picker; theme: Theme}) {
  const {columns} = state.terminal
  const height = paperSize(state.terminal).rows
  const shown = pickerRows(picker, height, state)
  const drawn = shown.map(row => pickerRow(row, shown, columns, theme))
  return (
    <>
      <Row text={bareTopRow(pickerQuestion(picker, state.capabilities), columns, theme)} />
      <Row text={pickerHeading(shown, columns, theme)} />
      <Rows lines={drawn} width={columns} height={height} />
    </>
  )
}
