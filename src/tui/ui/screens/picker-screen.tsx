import {Box} from 'ink'
import {pickerRows} from '../../app/selectors/picker-rows.ts'
import type {Picker, State} from '../../app/state.ts'
import {line} from '../line.ts'
import {Row, Rows} from '../panes/row.tsx'
import {pickerRow} from '../rows/picker-row.ts'
import {bareTopRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

/** Several images or platforms: which one? */
export function PickerScreen({state, picker, theme}: {state: State; picker: Picker; theme: Theme}) {
  const {columns, rows} = state.terminal
  const height = Math.max(0, rows - 4)
  const shown = pickerRows(picker, height, state)
  const drawn = shown.map(row => pickerRow(row, shown, columns, theme))
  return (
    <>
      <Row text={bareTopRow(`${picker.choices.length} images are here. Which one?`, columns, theme)} />
      <Row text={line([['']], columns, theme)} />
      <Box flexDirection="column" height={height + 1}>
        <Rows lines={drawn} />
      </Box>
    </>
  )
}
