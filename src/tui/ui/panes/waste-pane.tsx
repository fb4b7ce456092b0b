import {width as cells} from '../../../text/width.ts'
import type {Explorer} from '../../app/explorer.ts'
import {wasteFrame} from '../../app/selectors/waste-frame.ts'
import {wasteLines} from '../../app/selectors/waste-lines.ts'
import type {State} from '../../app/state.ts'
import {ends, line, type Piece} from '../line.ts'
import {wasteRow} from '../rows/waste-row.ts'
import type {Theme} from '../theme.ts'
import {Rows} from './row.tsx'

interface Props {
  readonly state: State
  readonly explorer: Explorer
  readonly theme: Theme
}

/** Why the image is as big as it is: how much is wasted and whose it is, then what was found. */
export function WastePane({state, explorer, theme}: Props) {
  const {columns, rows} = state.terminal
  const frame = wasteFrame(explorer, state)
  const [headline = '', ...base] = frame.head
  // On the first line that has room for it; what is under way is told in any case.
  const fits = (text: string) => cells(text) + cells(frame.note) + 4 <= columns
  const at = fits(headline) ? 0 : frame.head.findIndex(fits)
  const noteOn = (i: number): Piece[] =>
    frame.note !== '' && (at < 0 ? i === 0 && frame.noteTone !== 'quiet' : i === at)
      ? [[` ${frame.note} `, frame.noteTone]]
      : []
  const lines = [
    ends([[' '], [headline, 'strong']], noteOn(0), columns, theme),
    ...base.map((text, i) => ends([[' '], [text, 'quiet']], noteOn(i + 1), columns, theme)),
  ]
  if (frame.empty !== null) lines.push('', line([['   '], [frame.empty, 'quiet']], columns, theme))
  else lines.push(...wasteLines(explorer, state).map(each => wasteRow(each, columns, theme)))
  return <Rows lines={lines} width={columns} height={Math.max(0, rows - 3)} />
}
