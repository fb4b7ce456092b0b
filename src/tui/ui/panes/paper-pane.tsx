import type {PaperLine} from '../../app/selectors/paper-line.ts'
import {paperRow} from '../rows/paper-row.ts'
import type {Theme} from '../theme.ts'
import {Rows} from './row.tsx'

interface Props {
  readonly lines: readonly PaperLine[]
  readonly top: number
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
}

/** Lines to read, from `top` on. */
export function PaperPane({lines, top, columns, rows, theme}: Props) {
  const first = Math.max(0, Math.min(top, lines.length - rows))
  const drawn = lines.slice(first, first + rows).map(each => paperRow(each, columns, theme))
  return <Rows lines={drawn} width={columns} height={rows} />
}
