import {t} from '../../../text/translate.ts'
import {paperSize} from '../../app/layout.ts'
import type {DoctorPage} from '../../app/registries/doctor.ts'
import {subjectName} from '../../app/registries/subject.ts'
import {type DoctorLine, doctorLines} from '../../app/selectors/doctor-lines.ts'
import type {State} from '../../app/state.ts'
import {line} from '../line.ts'
import {Row, Rows} from '../panes/row.tsx'
import {TONES} from '../rows/home-row.ts'
import {bareTopRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

/** The way to a registry, step by step: what each is like, and what to do. */
export function DoctorScreen({state, page, theme}: {state: State; page: DoctorPage; theme: Theme}) {
  const {columns} = state.terminal
  const room = paperSize(state.terminal)
  const lines = doctorLines(page, room.columns, state.capabilities)
  const shown = lines.slice(page.top, page.top + room.rows).map(each => doctorRow(each, columns, theme))
  return (
    <>
      <Row text={bareTopRow(t`doctor ${subjectName(page.subject)}`, columns, theme)} />
      <Row text="" />
      <Rows lines={shown} width={columns} height={room.rows} />
    </>
  )
}

const MARK_CELLS = 2

function doctorRow({mark, name, text, tone, isFix}: DoctorLine, columns: number, theme: Theme): string {
  const style = TONES[tone]
  if (name === null) return line([['  '], [text, style]], columns, theme)
  return line(
    [
      ['  '],
      [mark.padEnd(MARK_CELLS), mark === '✓' ? 'added' : style],
      [' '],
      [name === '' ? ' '.repeat(NAME_CELLS) : name, 'quiet'],
      [text, isFix ? 'accent' : style],
    ],
    columns,
    theme,
  )
}

const NAME_CELLS = 16
