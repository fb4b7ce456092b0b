import {wrap} from '../../../text/wrap.ts'
import type {Preview} from '../../app/preview/preview.ts'
import {previewWindow} from '../../app/preview/preview-layout.ts'
import {previewFoot, previewKind, previewTop} from '../../app/selectors/preview-frame.ts'
import {previewRows} from '../../app/selectors/preview-rows.ts'
import {previewSentences} from '../../app/selectors/preview-sentences.ts'
import type {State} from '../../app/state.ts'
import {ends, line, type Piece} from '../line.ts'
import {Row, Rows} from '../panes/row.tsx'
import {fieldPieces} from '../rows/field-row.ts'
import {ruled} from '../rows/frame-row.ts'
import {previewRow} from '../rows/preview-row.ts'
import {topRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

interface Props {
  readonly state: State
  readonly preview: Preview
  readonly theme: Theme
}

/** A file, looked into: what it is called, what it is, what it holds, and where in it one stands. */
export function PreviewScreen({state, preview, theme}: Props) {
  const {columns, height} = previewWindow(state.terminal)
  const kind = previewKind(preview, state.capabilities)
  return (
    <>
      <Row text={topRow(previewTop(preview, state.capabilities), columns, theme)} />
      <Row text={ruled(kind.title, kind.note, columns, true, theme)} />
      <Rows lines={body(state, preview, columns, theme)} width={columns} height={height} />
      <Row text={foot(state, preview, columns, theme)} />
    </>
  )
}

function body(state: State, preview: Preview, columns: number, theme: Theme): string[] {
  const sentences = previewSentences(preview, state.capabilities)
  if (sentences === null) return previewRows(preview, state).map(row => previewRow(row, columns, theme))
  const cells = Math.max(10, Math.min(columns - 6, 90))
  const paragraphs = sentences.map(({text, tone}) =>
    wrap(text, cells).map(each => line([['   '], [each, tone === 'plain' ? null : tone]], columns, theme)),
  )
  return paragraphs.flatMap(lines => ['', ...lines])
}

function foot(state: State, preview: Preview, columns: number, theme: Theme): string {
  const {where, note, problem} = previewFoot(preview, state)
  const {search} = preview
  const right: Piece[] = problem === '' ? [[`${note} `, 'quiet']] : [[`${problem} `, 'problem']]
  if (search?.field == null) return ends([[' '], [where, 'quiet']], right, columns, theme)
  const field = fieldPieces(search.field, Math.max(4, Math.floor(columns / 2) - 4), true, theme)
  return ends([[' '], ['/', 'accent'], [' '], ...field], [[`${where} `, 'quiet']], columns, theme)
}
