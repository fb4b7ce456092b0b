import {t} from '../../../text/translate.ts'
import {paperSize} from '../../app/layout.ts'
import type {Palette} from '../../app/palette/palette.ts'
import {paletteHeight, paletteRows, paletteWhy} from '../../app/selectors/palette-rows.ts'
import type {State} from '../../app/state.ts'
import {line} from '../line.ts'
import {Row, Rows} from '../panes/row.tsx'
import {fieldPieces} from '../rows/field-row.ts'
import {paletteRow} from '../rows/palette-row.ts'
import {bareTopRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

/** The actions of the place below, as far as they fit what is typed. */
export function PaletteScreen({state, palette, theme}: {state: State; palette: Palette; theme: Theme}) {
  const {columns} = state.terminal
  const height = paperSize(state.terminal).rows
  const list = paletteHeight(state.terminal)
  const rows = paletteRows(state, palette)
  const why = paletteWhy(state).map(text => line([['  '], [text, 'quiet']], columns, theme))
  const drawn =
    rows.length === 0
      ? [line([[t`   Nothing that can be done is called that.`, 'quiet']], columns, theme)]
      : rows.map(row => paletteRow(row, columns, theme))
  return (
    <>
      <Row text={bareTopRow(t`Actions`, columns, theme)} />
      <Row
        text={line(
          [[' '], [': ', 'accent'], ...fieldPieces(palette.field, Math.max(1, columns - 5), true, theme)],
          columns,
          theme,
        )}
      />
      <Rows lines={drawn} width={columns} height={list} />
      <Rows lines={why} width={columns} height={height - list} />
    </>
  )
}
