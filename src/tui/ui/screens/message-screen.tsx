import {printable} from '../../../text/printable.ts'
import {size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {truncate} from '../../../text/width.ts'
import {wrap} from '../../../text/wrap.ts'
import type {Failed, Loading, State} from '../../app/state.ts'
import {line} from '../line.ts'
import {Row, Rows} from '../panes/row.tsx'
import {bareTopRow} from '../rows/top-row.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'

function openingText({progress}: Loading, ellipsis: string): string {
  if (progress === null) return t`Opening ${ellipsis}`
  const of = progress.total === undefined ? '' : t` of ${size(progress.total)}`
  return `${progress.label} ${ellipsis} ${size(progress.done)}${of}`
}

/** The reference is being opened, or could not be: a sentence, and what to do. */
export function MessageScreen({state, context, theme}: {state: State; context: Loading | Failed; theme: Theme}) {
  const {columns, rows} = state.terminal
  const ascii = !state.capabilities.unicode
  const name = truncate(printable(context.reference, {ascii}), Math.max(8, columns - 16), {
    from: 'middle',
    mark: theme.glyphs.ellipsis,
  })
  const say = (text: string, style: Style | null) =>
    wrap(printable(text, {lines: true, ascii}), Math.max(10, Math.min(columns - 6, 90))).map(each =>
      line([['   '], [each, style]], columns, theme),
    )
  const body =
    context.kind === 'loading'
      ? say(openingText(context, ascii ? '...' : '…'), 'busy')
      : [
          ...say(context.failure.message, 'problem'),
          '',
          ...(context.failure.advice === null ? [] : say(context.failure.advice, null)),
        ]
  return (
    <>
      <Row text={bareTopRow(name, columns, theme)} />
      <Row text="" />
      <Rows lines={body} width={columns} height={Math.max(0, rows - 3)} />
    </>
  )
}
